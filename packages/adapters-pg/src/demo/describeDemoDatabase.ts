import { type DemoTrait, demoTraits } from './DocumentPlan.ts';
import { demoAccounts } from './demoAccounts.ts';
import { fcmsTableNames } from './fcmsTables.ts';
import type { DemoDatabase } from './makeDemoDatabase.ts';

const traitTexts: Readonly<Record<DemoTrait, string>> = {
  MISSING_CUSTOMER: 'customer missing',
  MISSING_PO_NO: 'PO no. missing or a placeholder',
  MISSING_PRODUCT: 'product missing',
  INVALID_QTY: 'quantity invalid',
  INVALID_DOC_NO: 'document no. malformed',
  CANCELLED: 'cancelled',
  NO_ORDER_DATE: 'order date missing',
  ABSURD_DATE: 'order date absurd',
  MISTYPED_PO_NO: 'PO no. mistyped',
  REUSED_PO_NO: 'PO no. of an order long finished',
  STRAY_DOC_NO: 'document no. far above the others',
  DIRTY_TEXT: 'customer, PO no. or product in other characters',
};

const table = (rows: readonly (readonly [string, number])[]): string[] => {
  const figures = rows.map(([, n]) => n.toLocaleString('en-US'));
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const width = Math.max(...figures.map((figure) => figure.length));
  return rows.map(([label], i) => `  ${label.padEnd(labelWidth)}  ${(figures[i] ?? '').padStart(width)}`);
};

/** What was made, as lines for a terminal. */
export const describeDemoDatabase = (made: Extract<DemoDatabase, { outcome: 'made' }>): string => {
  const { schema, replaced, standIn, loaded } = made;
  const { summary, rows } = loaded;
  const found = demoTraits.flatMap((trait): [string, number][] => {
    const documents = summary.traits[trait] ?? 0;
    return documents === 0 ? [] : [[traitTexts[trait], documents]];
  });
  return [
    `${replaced ? 'Replaced' : 'Made'} the demo data in schema ${schema}: entered ${summary.firstOn} to ${summary.lastOn}`,
    '',
    'Rows',
    ...table(fcmsTableNames.map((name) => [name, rows[name]])),
    '',
    'Documents',
    ...table([
      ['documents', summary.documents],
      ['customer orders that they deliver', summary.orders],
      ...found,
      ['live move reports without an order', summary.orphans],
      ['… of them younger than 60 minutes', summary.youngOrphans],
    ]),
    '',
    standIn === 'created'
      ? `CYNOW's tables: a stand-in in public; accounts ${demoAccounts.map(({ username }) => username).join(', ')}, password ${demoAccounts[0]?.password}`
      : "CYNOW's tables: some were in public already and were left alone",
  ].join('\n');
};
