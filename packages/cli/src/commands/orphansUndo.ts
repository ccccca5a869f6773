import { heldNumber } from '@cynow/po-core';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

/** Takes back what was decided on an orphan. */
export const orphansUndoCommand: OrdinaryCommand = {
  name: 'orphans undo',
  arguments: '<docNo>',
  options: { 'while-off': 'flag' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const actor = await beginWriting(context, args.flag('while-off'));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'orphans undo');
    await tellStoredFlag(context, application);
    const { orphans } = application;
    const docNo = await heldNumber(orphans, args.text('docNo') ?? '');
    const [orphan] = await orphans.find([docNo]);
    if (orphan === undefined || orphan.decision === null) {
      throw new CommandFailure(exitCodes.failed, 'NOT_DECIDED', messages.orphans.notDecided(docNo));
    }
    const result = await orphans.undo({ auditId: orphan.decision.auditId, by: byCommand(actor) });
    if (result.outcome === 'refused') {
      const { refusal } = result;
      throw new CommandFailure(
        exitCodes.failed,
        refusal.reason.toUpperCase().replaceAll('-', '_'),
        messages.orphans.undoRefusal(refusal),
      );
    }
    if (output.json) {
      const { auditId, undid } = result;
      await output.value({ docNo, state: result.orphan.state, auditId, undid, version: result.orphan.version });
    } else output.print(messages.orphans.undone(docNo, result.orphan.state));
    return exitCodes.done;
  },
};
