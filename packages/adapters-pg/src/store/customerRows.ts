import { type Changes, searchable, unknown } from '@cynow/po-core';
import { arraysOf, type Column, insertRows, qualified } from './columns.ts';
import { query, type Statement } from './inTurn.ts';

interface CustomerName {
  readonly customerKey: string;
  /** Empty: a PO of the customer has none. */
  readonly name: string;
}

/** What parts of a customer's code and name are looked for in: a line each. A missing customer has no code. */
const searchedText = ({ customerKey, name }: CustomerName): string =>
  `${customerKey === unknown ? '' : (searchable(customerKey) ?? '')}\n${searchable(name) ?? ''}`;

const columns: readonly Column<CustomerName>[] = [
  { name: 'customer_key', type: 'text', value: ({ customerKey }) => customerKey },
  { name: 'name', type: 'text', value: ({ name }) => name },
  { name: 'searched', type: 'text', value: searchedText },
];

/** Adds names that customers did not have yet. */
export const addCustomerNames = (schema: string): ((names: readonly CustomerName[]) => Statement) => {
  const insert = insertRows(qualified(schema, 'customer_name'), columns, 'ON CONFLICT DO NOTHING');
  return (names) => query(insert, arraysOf(columns, names));
};

/** Keeps the names of customers up with the POs that are written, for the same transaction. */
export const createCustomerWriter = (schema: string) => {
  const add = addCustomerNames(schema);
  return ({ touched }: Changes): Statement | null => {
    const names = new Map<string, CustomerName>();
    for (const { po } of touched) {
      const each = { customerKey: po.identity.customerKey, name: po.customerName ?? '' };
      names.set(`${each.customerKey}\n${each.name}`, each);
    }
    return names.size === 0 ? null : add([...names.values()]);
  };
};
