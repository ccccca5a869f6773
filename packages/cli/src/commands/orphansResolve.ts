import {
  docNo as docNoKey,
  heldNumber,
  manualPoSchema,
  maxQuantity,
  namedPo,
  type OrphanChoice,
  type PoNaming,
} from '@cynow/po-core';
import type { Messages } from '../messages/messages.ts';
import { poJson } from '../output/orphanJson.ts';
import { poName } from '../output/poName.ts';
import { announceTarget, beginWriting, byCommand } from './beginWriting.ts';
import type { Arguments, OrdinaryCommand } from './Command.ts';
import { CommandFailure, exitCodes, usageFailure } from './CommandFailure.ts';
import { openOver } from './openApplication.ts';
import { openDatabase } from './openDatabase.ts';
import { day, wholeNumber } from './readValues.ts';
import { tellStoredFlag } from './tellStoredFlag.ts';

const address = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Customer and number, as `customer/number`; a number may hold more slashes. Null when it is not so. */
const customerAndNumber = (typed: string): { readonly customer: string; readonly poNo: string } | null => {
  const slash = typed.indexOf('/');
  const [customer, poNo] = [typed.slice(0, Math.max(slash, 0)).trim(), typed.slice(slash + 1).trim()];
  return customer === '' || poNo === '' ? null : { customer, poNo };
};

/** A PO as people type it: `customer/number`, its address, or a document that is on it. */
const poNaming = (typed: string): PoNaming =>
  address.test(typed.trim())
    ? { id: typed.trim() }
    : (customerAndNumber(typed) ?? { docNo: docNoKey(typed) ?? typed.trim() });

const onlyForNewPos = ['product', 'qty', 'customer-name', 'received-on', 'delivery-on', 'memo'] as const;

/** What is to be made of the orphan. @throws CommandFailure */
const choiceOf = (args: Arguments, messages: Messages): OrphanChoice => {
  const { orphans } = messages;
  const [attachTo, makePo, ignore] = [args.text('attach-to'), args.text('make-po'), args.text('ignore')];
  if ([attachTo, makePo, ignore].filter((each) => each !== undefined).length !== 1) {
    throw usageFailure(orphans.oneOfThree, messages.errors.helpFor('orphans resolve'));
  }
  const note = args.text('note');
  if (makePo === undefined) {
    const unused = onlyForNewPos.find((name) => args.text(name) !== undefined);
    if (unused !== undefined) throw usageFailure(orphans.onlyWithMakePo(unused));
    return attachTo === undefined
      ? { kind: 'ignore', why: ignore ?? '' }
      : { kind: 'attach', to: poNaming(attachTo), note };
  }
  const named = customerAndNumber(makePo);
  if (named === null) throw usageFailure(orphans.notAPo(makePo));
  const product = args.text('product');
  const qty = wholeNumber(args, 'qty', { min: 1, max: maxQuantity }, messages);
  if (product === undefined) throw usageFailure(orphans.needed('product'));
  if (qty === undefined) throw usageFailure(orphans.needed('qty'));
  const po = manualPoSchema.safeParse({
    ...named,
    customerName: args.text('customer-name'),
    receivedOn: day(args, 'received-on', messages),
    items: [{ product, qty, deliveryOn: day(args, 'delivery-on', messages) }],
    memo: args.text('memo'),
  });
  if (!po.success) throw usageFailure(orphans.unusablePo);
  return { kind: 'make-po', po: po.data, note };
};

/** Decides on an orphan: attaches it to a PO, makes a PO of it, or leaves it aside. */
export const orphansResolveCommand: OrdinaryCommand = {
  name: 'orphans resolve',
  arguments: '<docNo>',
  options: {
    'attach-to': 'value',
    'make-po': 'value',
    product: 'value',
    qty: 'value',
    'customer-name': 'value',
    'received-on': 'value',
    'delivery-on': 'value',
    memo: 'value',
    ignore: 'value',
    note: 'value',
    'while-off': 'flag',
  },
  reads: 'config',
  async run(context, args) {
    const { messages, output } = context;
    const choice = choiceOf(args, messages);
    const actor = await beginWriting(context, args.flag('while-off'));
    const database = await openDatabase(context);
    announceTarget(context, database);
    const application = await openOver(context, database, 'orphans resolve');
    await tellStoredFlag(context, application);
    const { orphans } = application;
    const docNo = await heldNumber(orphans, args.text('docNo') ?? '');
    const result = await orphans.decide({ docNo, choice, by: byCommand(actor), version: null });
    if (result.outcome === 'refused') {
      const { refusal } = result;
      const usage = refusal.reason === 'unusable' || refusal.reason === 'note-missing';
      throw new CommandFailure(
        usage ? exitCodes.usage : exitCodes.failed,
        refusal.reason.toUpperCase().replaceAll('-', '_'),
        messages.orphans.refusal(refusal, docNo, (po) => poName(namedPo(po), messages)),
        { details: 'po' in refusal ? { po: poJson(refusal.po) } : {} },
      );
    }
    const { orphan, po, aliasOf, auditId } = result;
    if (output.json) {
      await output.value({
        docNo,
        state: orphan.state,
        po: po === null ? null : poJson(po),
        aliasOf: aliasOf === null ? null : poJson(aliasOf),
        auditId,
        version: orphan.version,
      });
      return exitCodes.done;
    }
    output.print(messages.orphans.done(docNo, orphan.state, po === null ? null : poName(namedPo(po), messages)));
    if (aliasOf !== null) output.print(messages.orphans.aliasGone(poName(namedPo(aliasOf), messages)));
    output.print(messages.orphans.undoHint(docNo));
    return exitCodes.done;
  },
};
