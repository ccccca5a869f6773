const pattern = /^(\d{1,9})\s*(ms|s|sec|m|min|h)$/;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, sec: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `30 s`, `5 min` or `1h`; null when it is none of these. A unit is needed: 30 of what? */
export const durationMs = (text: string): number | null => {
  const [, amount, unit = ''] = pattern.exec(text.trim()) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  return ms > 0 ? ms : null;
};
