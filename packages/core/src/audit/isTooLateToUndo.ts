/** For how long a decision can be taken back, in days (rules 6). */
export const undoDays = 30;

const msOfDay = 86_400_000;

/** Whether a decision of then can no longer be taken back. */
export const isTooLateToUndo = (decidedAt: Date, at: Date): boolean =>
  at.getTime() - decidedAt.getTime() > undoDays * msOfDay;
