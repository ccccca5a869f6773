import { describe, expect, it } from 'vitest';
import { readAhead } from './readAhead.ts';

describe('readAhead', () => {
  it('yields the same values in the same order', async () => {
    const values = async function* () {
      yield 1;
      yield 2;
      yield 3;
    };
    const seen: number[] = [];
    for await (const value of readAhead(values())) seen.push(value);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('fetches the next value while one is worked on', async () => {
    const fetched: number[] = [];
    const values = async function* () {
      for (const value of [1, 2, 3]) {
        fetched.push(value);
        yield value;
      }
    };
    const ahead = readAhead(values());
    await ahead.next();
    await Promise.resolve();
    expect(fetched).toEqual([1, 2]);
    await ahead.return(undefined);
    expect(fetched).toEqual([1, 2]);
  });

  it('ends the reading when nobody listens any more', async () => {
    let ended = false;
    const values = async function* () {
      try {
        for (;;) yield 1;
      } finally {
        ended = true;
      }
    };
    for await (const _ of readAhead(values())) break;
    expect(ended).toBe(true);
  });

  it('throws where the reading failed, after the values before', async () => {
    const values = async function* () {
      yield 1;
      throw new RangeError('reading');
    };
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const value of readAhead(values())) seen.push(value);
    };
    await expect(reading()).rejects.toThrow('reading');
    expect(seen).toEqual([1]);
  });

  it('does not fail unseen when nobody asks for the value that could not be read', async () => {
    const values = async function* () {
      yield 1;
      throw new RangeError('reading');
    };
    for await (const _ of readAhead(values())) break;
  });
});
