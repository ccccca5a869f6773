import { describe, expect, it } from 'vitest';
import { pause } from './pause.ts';

const aDay = 24 * 60 * 60 * 1000;

describe('a pause', () => {
  it('ends by itself', async () => {
    expect(await pause(1, new AbortController().signal)).toBeUndefined();
  });

  it('ends at once when it is aborted, before or while it lasts', async () => {
    const ended = new AbortController();
    const waiting = pause(aDay, ended.signal);
    ended.abort();
    expect([await waiting, await pause(aDay, ended.signal)]).toEqual([undefined, undefined]);
  });
});
