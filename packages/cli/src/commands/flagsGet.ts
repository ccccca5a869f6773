import { evaluateFlag, type FlagProcess, type HardSwitch, type StoredFlag } from '@cynow/po-core';
import { readSwitch } from './beginWriting.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { flagJson, flagLines } from './flagLines.ts';
import { flagName } from './flagName.ts';
import { openApplication } from './openApplication.ts';

/** A process tells every second what it sees; one that was silent for so long is said to be. */
const silentAfterMs = 10_000;
/** Whoever was not heard of for longer is forgotten. */
const forgottenAfterMs = 24 * 60 * 60 * 1000;
/** How long an address may take to answer. */
const answerMs = 5000;

/** A process, whether it still lives, and whether it goes by what is stored. */
interface Told extends FlagProcess {
  readonly alive: boolean;
  readonly agrees: boolean;
}

/** What an address answers; null: nothing. */
interface Answered {
  readonly url: string;
  readonly status: number | null;
  readonly agrees: boolean;
}

const told = (process: FlagProcess, stored: StoredFlag, machine: HardSwitch, now: Date): Told => ({
  ...process,
  alive: now.getTime() - process.seenAt.getTime() <= silentAfterMs,
  agrees:
    machine.state === 'off'
      ? process.state === 'machine-off'
      : process.state === stored.state && process.version === stored.version,
});

/** Asks an address from outside, as somebody who is not signed in. */
const ask = async (url: string, off: boolean): Promise<Answered> => {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    return { url, status, agrees: (status === 404) === off };
  } catch {
    // Whatever the reason, nobody answers: told as that.
    return { url, status: null, agrees: false };
  }
};

/** Tells the flag, and with `--who` what each live process sees and what the address answers. */
export const flagsGetCommand: OrdinaryCommand = {
  name: 'flags get',
  arguments: '<key>',
  options: { who: 'flag', url: 'value' },
  reads: 'config',
  async run(context, args) {
    const { config, messages, output, surroundings } = context;
    flagName(args, messages);
    const base = args.text('url');
    if (base !== undefined && !URL.canParse(base)) throw usageFailure(messages.flags.notAnAddress(base));
    const who = args.flag('who') || base !== undefined;
    const { flags } = await openApplication(context, 'flags get');
    const [stored, machine, now] = [await flags.read(), readSwitch(config, surroundings.cwd), surroundings.now()];
    const processes = who
      ? (await flags.processes(new Date(now.getTime() - forgottenAfterMs))).map((one) =>
          told(one, stored, machine, now),
        )
      : [];
    // Somebody who is not signed in sees nothing while the feature is off, in maintenance, or on for some.
    const off = evaluateFlag(machine, stored, null).outcome === 'off';
    const address = base?.replace(/\/+$/, '');
    const answers =
      address === undefined
        ? []
        : await Promise.all([`${address}/`, `${address}/api/v1/pos`].map((url) => ask(url, off)));
    const agree = processes.every(({ alive, agrees }) => alive && agrees) && answers.every(({ agrees }) => agrees);
    if (output.json) {
      await output.value({ ...flagJson(stored, machine), ...(who ? { processes, answers, agree } : {}) });
    } else {
      for (const line of flagLines(stored, machine, config, messages)) output.print(line);
      if (who) {
        const { processes: head, process, answer } = messages.flags;
        output.print(head(processes.length));
        for (const one of processes) output.print(`  ${process(one)}`);
        for (const one of answers) output.print(answer(one.url, one.status, one.agrees));
      }
    }
    return agree ? exitCodes.done : exitCodes.failed;
  },
};
