/** The parts of a lot number (LOT번호) as a move report holds them, padded or not. */
export interface LotParts {
  readonly header: string | null;
  readonly no: string | null;
  readonly branch: string | null;
}

const trimmed = (part: string | null): string => part?.trim() ?? '';

/** Header and number, and behind a dash the branch when there is one; null when the move report has no number. */
export const lotNo = ({ header, no, branch }: LotParts): string | null => {
  const number = trimmed(header) + trimmed(no);
  if (number === '') return null;
  return trimmed(branch) === '' ? number : `${number}-${trimmed(branch)}`;
};
