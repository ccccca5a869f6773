import type pg from 'pg';

/** A statement with all its values, ready to be sent. */
export type Statement = (client: pg.ClientBase) => Promise<unknown>;

export const query =
  (text: string, values: unknown[]): Statement =>
  (client) =>
    client.query(text, values);

/** Runs statements one after the other and makes each ready while the server works on the one before; skips what is null. */
export const inTurn = async (client: pg.ClientBase, statements: Iterable<Statement | null>): Promise<void> => {
  let running: Promise<unknown> = Promise.resolve();
  for (const statement of statements) {
    await running;
    if (statement !== null) running = statement(client);
  }
  await running;
};
