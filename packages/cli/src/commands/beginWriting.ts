import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readHardSwitch } from '@cynow/po-adapters-pg/switch';
import type { Doer, HardSwitch } from '@cynow/po-core';
import type { Config } from '../config/readConfig.ts';
import type { Messages } from '../messages/messages.ts';
import type { Context } from './Command.ts';
import { CommandFailure, exitCodes, interruptedFailure } from './CommandFailure.ts';
import type { Database } from './openDatabase.ts';

/** What the machine itself says of the feature. */
export const readSwitch = (config: Config, cwd: string): HardSwitch =>
  readHardSwitch(
    config.ENABLE_PO_MANAGEMENT ?? undefined,
    config.PO_OFF_FILE === null ? undefined : resolve(cwd, config.PO_OFF_FILE),
  );

/** Why the feature is off, in words. */
export const offBecause = (state: HardSwitch & { state: 'off' }, config: Config, { errors }: Messages): string => {
  const { environment, file, fileUnreadable, misspelt } = errors.offBy;
  const path = config.PO_OFF_FILE ?? '';
  switch (state.because) {
    case 'environment':
      return environment;
    case 'file':
      return file(path);
    case 'file-unreadable':
      return fileUnreadable(path, state.problem);
    case 'misspelt':
      return misspelt(state.value);
  }
};

/** Names under which many people work: they say nothing of who did something. */
const sharedNames: readonly string[] = ['root', 'cynow', 'cynow-po', 'postgres'];

/** Who is acting: `--actor`, else PO_ACTOR, else the sudo user, else the OS user. */
export const actorOf = ({ config, surroundings }: Context): string =>
  config.PO_ACTOR ?? (surroundings.env.SUDO_USER || surroundings.userName);

/** Who acts by a command. */
export const byCommand = (actor: string): Doer => ({ actor, channel: 'cli', requestId: null });

/** The name of who acts; asks for it where many work under the one that is found. @throws CommandFailure */
export const askActor = async (context: Context): Promise<string> => {
  const { surroundings, output, messages, signal } = context;
  const { stdin, stderr } = surroundings;
  const name = actorOf(context);
  if (!sharedNames.includes(name) || stdin.isTTY !== true || stderr.isTTY !== true) return name;
  // Not as a terminal: that would take Ctrl-C away from us.
  const asking = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    for (let asked = 0; asked < 3; asked += 1) {
      const answer = await Promise.race([
        asking.question(messages.errors.sharedActor(name), { signal }),
        new Promise<null>((done) => asking.once('close', () => done(null))),
      ]);
      if (answer === null) break;
      if (answer.trim() !== '' && !sharedNames.includes(answer.trim())) return answer.trim().slice(0, 100);
    }
    output.note('');
    throw new CommandFailure(exitCodes.usage, 'NO_ACTOR', messages.errors.noActor);
  } catch (error) {
    if (!signal.aborted) throw error;
    output.note('');
    throw interruptedFailure(messages.errors.interrupted);
  } finally {
    asking.close();
  }
};

/**
 * What every writing command does before it opens the database: it stops when the feature is switched off, says what
 * decides otherwise, and finds out who is acting. @throws CommandFailure
 */
export const beginWriting = async (context: Context, whileOff: boolean): Promise<string> => {
  const { config, messages, output, surroundings } = context;
  const { errors } = messages;
  const state = readSwitch(config, surroundings.cwd);
  if (state.state === 'off' && !whileOff) {
    throw new CommandFailure(exitCodes.featureOff, 'FEATURE_OFF', {
      ...errors.featureOff,
      why: offBecause(state, config, messages),
      next: errors.whileOffHint,
    });
  }
  output.note(state.state === 'off' ? errors.whileOff : errors.storeDecides(config.ENABLE_PO_MANAGEMENT !== null));
  return askActor(context);
};

/** Says on stderr what a writing command is about to write to. */
export const announceTarget = ({ config, messages, output }: Context, { target }: Database): void => {
  output.note(messages.errors.target(target.database, target.host, target.port, config.PO_SCHEMA));
};
