import stringWidth from 'string-width';
import type { ProgressFigures } from '../messages/messages.ts';
import type { Output } from './createOutput.ts';

/** Where no terminal is, progress is a line every so often. */
const lineEveryMs = 5_000;
/** A terminal is redrawn no more often than this. */
const redrawEveryMs = 100;
const barWidth = 20;

/** Tells how far a command has come, on stderr. */
export interface Progress {
  /** `share` is 0–1; `done` and `total` are what is told of it. */
  update(state: { readonly done: number; readonly total: number; readonly share: number }): void;
  end(): void;
}

/** Rate and remaining time are those since the beginning. `now` gives milliseconds. */
export const createProgress = (
  output: Output,
  describe: (figures: ProgressFigures) => string,
  now: () => number,
): Progress => {
  const startedAt = now();
  const width = output.remarksWidth;
  let lastAt = startedAt;
  return {
    update({ done, total, share }) {
      const at = now();
      if (at - lastAt < (width === null ? lineEveryMs : redrawEveryMs)) return;
      lastAt = at;
      const seconds = (at - startedAt) / 1_000;
      const told = describe({
        done,
        total,
        percent: Math.floor(share * 100),
        perSecond: Math.round(done / seconds),
        secondsLeft: share > 0 ? Math.ceil((seconds * (1 - share)) / share) : null,
      });
      if (width === null) return output.note(told);
      const filled = Math.round(share * barWidth);
      const line = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${told}`;
      output.status(stringWidth(line) < width ? line : stringWidth(told) < width ? told : null);
    },
    end: () => output.status(null),
  };
};
