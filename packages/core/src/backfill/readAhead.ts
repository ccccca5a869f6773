/** Yields the same values, the next one being fetched while the current one is worked on. */
export async function* readAhead<T>(values: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]();
  type Fetched = { readonly result: IteratorResult<T> } | { readonly error: unknown };
  const fetch = (): Promise<Fetched> =>
    iterator.next().then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
  let next = fetch();
  try {
    for (;;) {
      const fetched = await next;
      if ('error' in fetched) throw fetched.error;
      if (fetched.result.done === true) return;
      next = fetch();
      yield fetched.result.value;
    }
  } finally {
    await next;
    await iterator.return?.();
  }
}
