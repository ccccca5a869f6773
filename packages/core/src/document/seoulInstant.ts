const wallClock = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/;

/** The instant of a wall-clock text of Asia/Seoul, as FCMS's timestamps are; null when it is none. */
export const seoulInstant = (timestamp: string | null): Date | null => {
  const match = timestamp === null ? null : wallClock.exec(timestamp);
  if (match === null) return null;
  const instant = new Date(`${match[1]}T${match[2]}+09:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
};
