import pg from 'pg';

const asText = (value: string): string => value;
const asNumber = (value: string): number => Number(value);

/**
 * How values cross the driver: days and wall-clock times as text (never as an instant of this process's time zone),
 * `numeric` as text (never as a float), counts as numbers.
 */
const parsers = new Map<number, (value: string) => unknown>([
  [pg.types.builtins.DATE, asText],
  [pg.types.builtins.TIMESTAMP, asText],
  [pg.types.builtins.NUMERIC, asText],
  [pg.types.builtins.INT8, asNumber],
]);

export const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
};
