import type { Application } from '../composition/compose.ts';
import { errorText } from '../config/errorText.ts';
import type { Context } from './Command.ts';
import { isLimited } from './flagLines.ts';

/** Says on stderr what is stored of the flag: a writing command works whatever that is, and whoever runs it should know. */
export const tellStoredFlag = async (
  { messages: { flags: texts }, output }: Context,
  { flags }: Pick<Application, 'flags'>,
): Promise<void> => {
  try {
    const flag = await flags.read();
    output.note(texts.stored(flag, isLimited(flag)));
  } catch (error) {
    // What the command does needs no flag.
    output.note(texts.storedUnreadable(errorText(error)));
  }
};
