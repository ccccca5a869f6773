import { accountKey } from './accountName.ts';

/** Code points of a password: with fewer it is too easily guessed, and nobody types more. */
export const passwordLengths = { least: 10, most: 256 } as const;

/** `aaaaaaaaaa` and `1212121212` are long and no passwords. */
const leastDifferent = 5;

export type PasswordProblem = 'too-short' | 'too-long' | 'too-plain' | 'is-name';

/** What is wrong with a new password; null when it will do. Which characters it has is everybody's own affair. */
export const passwordProblem = (password: string, name: string): PasswordProblem | null => {
  const characters = [...password];
  if (characters.length < passwordLengths.least) return 'too-short';
  if (characters.length > passwordLengths.most) return 'too-long';
  if (accountKey(password) === accountKey(name)) return 'is-name';
  return new Set(characters).size < leastDifferent ? 'too-plain' : null;
};
