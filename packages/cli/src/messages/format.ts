/** `1,204` */
export const number = (n: number): string => n.toLocaleString('en-US');

/** `37%`: whole percent, rounded down, so that 100% is never less than all. */
export const percent = (rate: number): string => `${Math.floor(rate)}%`;

const seoulTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** `2025-11-22 21:47`, in Seoul. */
export const time = (at: Date): string => seoulTime.format(at);

/** `2025-11-16 ~ 11-22`: the year once when it is the same; open ends stay open. */
export const range = (since: string | null, until: string | null): string => {
  const end = since !== null && until !== null && until.slice(0, 5) === since.slice(0, 5) ? until.slice(5) : until;
  return `${since ?? ''} ~ ${end ?? ''}`.trim();
};

/** What is said of a failure: what happened, why, and what to do. */
export interface Explanation {
  readonly what: string;
  readonly why?: string;
  readonly next?: string;
}
