import type { Doer, PoDetails, ReviewDecision } from '@cynow/po-core';
import type { Context } from '../commands/Command.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../commands/CommandFailure.ts';
import type { Application } from '../composition/compose.ts';
import type { Messages } from '../messages/messages.ts';
import { describeRefusal } from './describeRefusal.ts';
import { findPo } from './findPo.ts';
import type { Wanted } from './readWanted.ts';

const candidateOf = (details: PoDetails | null, n: number, { reviews }: Messages): string => {
  const there = details?.candidates ?? [];
  const candidate = there[n - 1];
  if (candidate !== undefined) return candidate.id;
  throw new CommandFailure(exitCodes.failed, 'NO_CANDIDATE', reviews.resolve.noCandidate(n, there.length));
};

/** The decision with the PO that it names found. @throws CommandFailure */
const decisionOf = async (
  wanted: Wanted,
  poId: string,
  application: Application,
  messages: Messages,
): Promise<ReviewDecision> => {
  const find = async (typed: string): Promise<string> => (await findPo(application, [typed], messages)).po.po.id;
  if ('decision' in wanted) return wanted.decision;
  if ('mergeInto' in wanted) return { kind: 'merge', into: await find(wanted.mergeInto) };
  if ('moveDocument' in wanted) {
    return { kind: 'move-document', docNo: wanted.moveDocument, into: await find(wanted.to) };
  }
  const details = await application.reviewing.details(poId);
  return { kind: 'merge', into: candidateOf(details, wanted.candidate, messages) };
};

/** Takes one decision about one PO, and tells what came of it. @throws CommandFailure when it was refused */
export const decideOne = async (
  application: Application,
  context: Context,
  asked: {
    readonly words: readonly string[];
    readonly wanted: Wanted;
    readonly version: number | null;
    readonly by: Doer;
  },
): Promise<ExitCode> => {
  const { messages, output } = context;
  const { reviewing } = application;
  const { resolve, po: named } = messages.reviews;
  const { po } = (await findPo(application, asked.words, messages)).po;
  const decision = await decisionOf(asked.wanted, po.id, application, messages);
  const result = await reviewing.decide({ poId: po.id, decision, by: asked.by, version: asked.version });
  if (result.outcome === 'refused') {
    const { refusal } = result;
    const code = refusal.reason === 'changed' ? 'CHANGED' : 'REFUSED';
    throw new CommandFailure(exitCodes.failed, code, describeRefusal(refusal, messages), { details: { refusal } });
  }
  const { auditId, poId, merged, aliasOf } = result;
  const open = await reviewing.queue.openReasons(poId);
  if (output.json) {
    const left = open.map(({ docNo, code }) => ({ docNo, code }));
    await output.value({ outcome: 'done', decision: auditId, po: poId, merged, aliasOf, open: left });
    return exitCodes.done;
  }
  output.print(resolve.done);
  if (merged) {
    const found = await reviewing.findPo({ word: poId });
    if (found.outcome === 'found') output.print(resolve.merged(named(found.po.po.customer, null, found.po.po.poNo)));
  }
  if (aliasOf !== null) output.print(resolve.tookAlias(named(aliasOf.customer, null, aliasOf.poNo)));
  const left = [...new Set(open.map(({ code }) => messages.labels.reasons[code]))].join(', ');
  output.print(left === '' ? resolve.nothingLeft : resolve.left(left));
  output.print(resolve.undo(auditId));
  return exitCodes.done;
};
