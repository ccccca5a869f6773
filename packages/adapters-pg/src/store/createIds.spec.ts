import { describe, expect, it } from 'vitest';
import { createIds } from './createIds.ts';

describe('createIds', () => {
  const ids = Array.from({ length: 2000 }, createIds());

  it('gives UUIDs of version 7, each once', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('gives those of a later millisecond a greater address', () => {
    const next = createIds();
    const before = next();
    const at = Date.now();
    while (Date.now() <= at);
    expect(next() > before).toBe(true);
  });
});
