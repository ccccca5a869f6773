import pg from 'pg';

/** A connection of a spec's own, ended with the block that declares it by `await using`. */
export const openClient = async (url: string): Promise<pg.Client & AsyncDisposable> => {
  const client = new pg.Client({ connectionString: url, application_name: 'proof' });
  // A spec may have the server end it.
  client.on('error', () => undefined);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
};
