import { initialFlag, type StoredFlag } from '@cynow/po-core';
import { type EvaluationContext, type Logger, OpenFeature } from '@openfeature/server-sdk';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTcpProxy } from '../proofs/crash/tcpProxy.spec.support.ts';
import { full } from '../proofs/fullSize.spec.support.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';
import { createFlagProvider } from './createFlagProvider.ts';
import { flagDetails } from './flagDetails.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTemplate();
});
afterAll(() => database.drop());

const at = (url: string) => ({ url, schema: 'po', applicationName: 'cynow-po/flag' });
const undecided = () => ({ state: 'store' }) as const;
const quiet: Logger = {
  error: expect.unreachable,
  warn: expect.unreachable,
  info: () => undefined,
  debug: () => undefined,
};

describe('the provider', () => {
  it('starts without a store in half a second, with the flag off whatever default the caller has', async () => {
    const proxy = await openTcpProxy(database.url);
    proxy.stall();
    try {
      for (const url of ['postgresql://nobody@127.0.0.1:1/none', 'no address at all', proxy.url]) {
        const from = performance.now();
        await expect(OpenFeature.setProviderAndWait(createFlagProvider(at(url), undecided))).rejects.toThrow(
          'the flag cannot be read',
        );
        expect(await OpenFeature.getClient().getBooleanValue('po_management', true, { targetingKey: 'kim' })).toBe(
          false,
        );
        // Half a second is meant; a second more for a machine that is busy with other specs. Waiting for a server that swallows
        // everything would take longer.
        expect(performance.now() - from).toBeLessThan(1500);
      }
    } finally {
      await OpenFeature.clearProviders();
      await proxy.close();
    }
  });

  it('tells why the store cannot be read, and not the password', async () => {
    const provider = createFlagProvider(at('postgresql://nobody:geheim@127.0.0.1:1/none'), undecided);
    const error = await provider.initialize?.().then(
      () => null,
      (caught: unknown) => String(caught),
    );
    expect(error).toContain('no-server');
    expect(error).not.toContain('geheim');
    await provider.onClose?.();
  });

  it('can be closed and started again, and leaves no connection behind', async () => {
    const provider = createFlagProvider(at(database.url), undecided);
    const ask = () => provider.resolveBooleanEvaluation('po_management', true, {}, quiet);
    for (let i = 0; i < 2; i += 1) {
      await provider.initialize?.();
      expect(await ask()).toMatchObject({ value: false, reason: 'DISABLED', flagMetadata: { stale: false } });
      await provider.onClose?.();
      // What was known last still holds.
      expect(await ask()).toMatchObject({ value: false, reason: 'DISABLED', flagMetadata: { stale: true } });
    }
  });

  it('may be closed before it was ever started', async () => {
    await createFlagProvider(at(database.url), undecided).onClose?.();
  });
});

describe('what the flag says', () => {
  const states: readonly (StoredFlag | null)[] = [
    null,
    ...[
      initialFlag,
      { ...initialFlag, state: 'maintenance' as const, maintenanceText: '22시까지' },
      { ...initialFlag, state: 'on' as const },
      { ...initialFlag, state: 'on' as const, users: ['kim'], roles: ['admin' as const] },
      { ...initialFlag, state: 'on' as const, percent: 50 },
    ].map((flag) => ({ ...flag, version: 3, changedAt: null, changedBy: null })),
  ];

  it('is a boolean, with a reason, for every context', () => {
    const context = fc.oneof(
      fc.record(
        {
          targetingKey: fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '\ud800')),
          role: fc.oneof(fc.anything(), fc.constantFrom('admin', '__proto__', 'constructor')),
        },
        { requiredKeys: [] },
      ),
      fc.object({ withNullPrototype: true }),
      fc.constant(JSON.parse('{"__proto__":{"targetingKey":"kim"}}') as object),
    );
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.boolean(), context, (stored, reachable, given) => {
        const { value, reason, errorCode, flagMetadata } = flagDetails(
          { machine: { state: 'store' }, stored, reachable },
          given as EvaluationContext,
        );
        expect(typeof value).toBe('boolean');
        expect(['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'DEFAULT', 'ERROR']).toContain(reason);
        expect(errorCode).toBeUndefined();
        if (stored === null || stored.state !== 'on') expect(value).toBe(false);
        for (const told of Object.values(flagMetadata ?? {}))
          expect(['string', 'number', 'boolean']).toContain(typeof told);
      }),
      { numRuns: full ? 100_000 : 2_000 },
    );
  });
});
