import type { ProgressEvent } from '@cynow/po-core';
import type { Context } from '../commands/Command.ts';
import type { CommandFailure } from '../commands/CommandFailure.ts';
import { failureOf } from '../commands/failureOf.ts';
import type { Database } from '../commands/openDatabase.ts';
import type { Application } from '../composition/compose.ts';
import { secretsOf } from '../config/databaseUrl.ts';

/** What is said of an event; null: nothing. */
const remarkOn = async (
  event: ProgressEvent,
  { progress }: Application,
  { messages: { cylinders } }: Context,
  seconds: () => number,
): Promise<string | null> => {
  switch (event.type) {
    case 'busy':
      return cylinders.busy;
    case 'not-due':
      return cylinders.notDue[event.because](event.readAt);
    case 'started':
      // A pass over the changes takes a second at most.
      return event.pass === 'full' ? cylinders.reading : null;
    case 'finished':
      if (event.outcome === 'interrupted') return cylinders.interrupted;
      // One that went on with an interrupted pass holds as of the beginning of that.
      return cylinders.read(await progress.readAt(), event.work.documents, seconds());
    case 'read':
      return null;
  }
};

const warn = ({ code, explanation }: CommandFailure, { messages, output }: Context, { url }: Database): void => {
  const { cylinders, errors } = messages;
  // Only an error that nobody expected can hold a secret.
  const secrets = code === 'FAILED' ? secretsOf(url) : [];
  const hidden = (text: string): string => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  output.note(cylinders.failed);
  output.note(`${errors.why}: ${hidden([explanation.what, explanation.why ?? ''].join(' ').trim())}`);
  if (explanation.next !== undefined) output.note(`${errors.next}: ${explanation.next}`);
};

/**
 * Brings progress up to FCMS's histories after a run, when that is due, and tells of it beside the result. The run is finished
 * and kept by then: what fails here is a warning, and changes nothing about how the command ends.
 */
export const refreshAfterRun = async (
  application: Application,
  context: Context,
  database: Database,
): Promise<void> => {
  const { config, messages, output, signal, surroundings } = context;
  if (signal.aborted) return;
  const at = surroundings.now();
  const seconds = (): number => (surroundings.now().getTime() - at.getTime()) / 1_000;
  try {
    for await (const event of application.refreshProgress({ at, everyMs: config.PO_PROGRESS_EVERY, signal })) {
      if (event.type === 'read' && output.remarksWidth !== null) {
        output.status(messages.cylinders.readSoFar(event.work.histories));
      }
      if (event.type === 'finished') output.status(null);
      const remark = await remarkOn(event, application, context, seconds);
      if (remark !== null) output.note(remark);
    }
  } catch (error) {
    output.status(null);
    warn(failureOf(error, messages, config, false), context, database);
  }
};
