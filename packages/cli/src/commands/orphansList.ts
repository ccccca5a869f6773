import {
  namedPo,
  type OrphanView,
  orphanDay,
  orphanStates,
  type Po,
  placeText,
  priorities,
  readPlace,
} from '@cynow/po-core';
import { number } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { orphanJson } from '../output/orphanJson.ts';
import { poName } from '../output/poName.ts';
import { table } from '../output/table.ts';
import type { OrdinaryCommand } from './Command.ts';
import { exitCodes, usageFailure } from './CommandFailure.ts';
import { openApplication } from './openApplication.ts';
import { oneOf, wholeNumber } from './readValues.ts';

const usualLimit = 50;

/** What is said of the PO of an orphan: that people chose, or that it most probably is. */
const poCell = ({ orphan, chosen, landedOn, suggestions }: OrphanView, messages: Messages): string => {
  const { orphans } = messages;
  const nameOf = (po: Po | null): string => (po === null ? orphans.gonePo : poName(namedPo(po), messages));
  const { decision } = orphan;
  if (decision !== null) {
    if (landedOn !== null) return orphans.landedElsewhere(nameOf(chosen), nameOf(landedOn));
    const text = orphans.decided(
      decision.state,
      decision.poId === null ? null : nameOf(chosen),
      decision.by,
      decision.at,
      decision.note,
    );
    return text;
  }
  if (suggestions === null) return '';
  const [best] = suggestions.pos;
  return best === undefined || best.probability <= suggestions.none
    ? orphans.noneOfThem
    : orphans.candidate(nameOf(best.po), best.probability);
};

const orphanTable = (views: readonly OrphanView[], messages: Messages): readonly string[] => {
  const { labels, orphans } = messages;
  const rows = views.map((view) => {
    const { orphan, priority } = view;
    const { docNo, cylinders, customerNames } = orphan.report;
    return [
      docNo,
      labels.orphanStates[orphan.state],
      priority === null ? '' : labels.priorities[priority],
      orphanDay(orphan),
      number(cylinders),
      customerNames.join(', '),
      poCell(view, messages),
    ];
  });
  return table([Object.values(orphans.columns), ...rows], [4]);
};

/** Lists orphans: those that wait for a human first, by priority, each with the PO that it may deliver. */
export const orphansListCommand: OrdinaryCommand = {
  name: 'orphans list',
  options: { state: 'value', priority: 'value', limit: 'value', after: 'value' },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const state = oneOf(args.text('state'), '--state', orphanStates, messages);
    const priority = oneOf(args.text('priority'), '--priority', priorities, messages);
    const limit = wholeNumber(args, 'limit', { min: 1, max: 1000 }, messages) ?? usualLimit;
    const typed = args.text('after');
    const after = typed === undefined ? undefined : readPlace(typed);
    if (after === null) throw usageFailure(messages.orphans.notACursor(typed ?? ''));
    const application = await openApplication(context, 'orphans list');
    const { orphans, next } = await application.orphans.list({ state, priority, limit, after });
    const cursor = next === null ? null : placeText(next);
    if (output.json) {
      await output.value({ orphans: orphans.map((view) => orphanJson(view, messages)), next: cursor });
      return exitCodes.done;
    }
    if (orphans.length === 0) output.print(messages.orphans.none);
    else for (const line of orphanTable(orphans, messages)) output.print(line);
    if (cursor !== null) {
      const words = [
        'cynow-po orphans list',
        ...(state === undefined ? [] : [`--state ${state}`]),
        ...(priority === undefined ? [] : [`--priority ${priority}`]),
        ...(limit === usualLimit ? [] : [`--limit ${limit}`]),
        `--after ${/\s/.test(cursor) ? `"${cursor}"` : cursor}`,
      ];
      output.print(messages.orphans.more(words.join(' ')));
    }
    return exitCodes.done;
  },
};
