import pg from 'pg';

/** A column that is written: its PostgreSQL type and where its value comes from. */
export interface Column<Row> {
  readonly name: string;
  readonly type: string;
  readonly value: (row: Row) => unknown;
}

/** `"schema"."table"` */
export const qualified = (schema: string, table: string): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;

/** One array per column, the parameters of `unnest`. */
export const arraysOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): unknown[][] =>
  columns.map(({ value }) => rows.map(value));

/** `INSERT … SELECT FROM unnest($1, …)`: any number of rows in one statement. */
export const insertRows = <Row>(table: string, columns: readonly Column<Row>[], onConflict = ''): string => {
  const names = columns.map(({ name }) => name).join(', ');
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ');
  return `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays}) ${onConflict}`;
};

/** `UPDATE … FROM unnest($1, …)`: the rows of these keys take the other columns, but for those that stay as they were. */
export const updateRows = <Row>(
  table: string,
  key: string,
  columns: readonly Column<Row>[],
  stay: readonly string[] = [],
): string => {
  const names = columns.map(({ name }) => name);
  const arrays = columns.map(({ type }, i) => `$${i + 1}::${type}[]`).join(', ');
  const assignments = names
    .filter((name) => name !== key && !stay.includes(name))
    .map((name) => `${name} = given.${name}`)
    .join(', ');
  return `UPDATE ${table} AS held SET ${assignments}
    FROM unnest(${arrays}) AS given (${names.join(', ')}) WHERE held.${key} = given.${key}`;
};

/** `ON CONFLICT (key) DO UPDATE` of all columns but the key and those that stay as they were first written. */
export const replaceOn = <Row>(
  key: readonly string[],
  columns: readonly Column<Row>[],
  stay: readonly string[] = [],
): string =>
  `ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${columns
    .map(({ name }) => name)
    .filter((name) => !key.includes(name) && !stay.includes(name))
    .map((name) => `${name} = EXCLUDED.${name}`)
    .join(', ')}`;
