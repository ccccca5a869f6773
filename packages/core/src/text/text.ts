import { shown } from './shown.ts';
import { untilStable } from './untilStable.ts';

const ascii = /^[ -~]*$/;

/** `shown`, then Unicode NFKC: full-width, compatibility and decomposed forms become one. For comparing, never for showing. */
export const text = (x: string | null): string | null => {
  const visible = shown(x);
  if (visible === null || ascii.test(visible)) return visible;
  return untilStable((current) => shown(current.normalize('NFKC')), visible);
};
