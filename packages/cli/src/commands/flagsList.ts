import { flagKey } from '@cynow/po-core';
import { readSwitch } from './beginWriting.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { flagJson, flagLines } from './flagLines.ts';
import { openApplication } from './openApplication.ts';

/** Lists the flags: there is one. */
export const flagsListCommand: OrdinaryCommand = {
  name: 'flags list',
  options: {},
  reads: 'config',
  async run(context) {
    const { config, messages, output, surroundings } = context;
    const { flags } = await openApplication(context, 'flags list');
    const [stored, machine] = [await flags.read(), readSwitch(config, surroundings.cwd)];
    if (output.json) await output.value([flagJson(stored, machine)]);
    else output.print(flagLines(stored, machine, config, messages)[0] ?? flagKey);
    return exitCodes.done;
  },
};
