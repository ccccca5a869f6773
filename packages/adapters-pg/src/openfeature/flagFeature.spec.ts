import { readFileSync } from 'node:fs';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle, type PickleStep } from '@cucumber/messages';
import { type FlagState, initialFlag, type Role } from '@cynow/po-core';
import { somebody } from '@cynow/po-core/testing';
import {
  type Client,
  type EvaluationContext,
  type EvaluationDetails,
  type FlagValue,
  OpenFeature,
  ProviderEvents,
} from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool } from '../connection/createPool.ts';
import { pgFlagStore } from '../flags/pgFlagStore.ts';
import { openTcpProxy, type TcpProxy } from '../proofs/crash/tcpProxy.spec.support.ts';
import { createIds } from '../store/createIds.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate, testSettings } from '../testing/pgWorld.ts';
import { createFlagProvider } from './createFlagProvider.ts';

const source = readFileSync(new URL('./flag.feature', import.meta.url), 'utf8');
const newId = IdGenerator.incrementing();
const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(source);
const pickles = compile(document, 'flag.feature', newId);

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTemplate();
  pool = createPool(testSettings(database.url));
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

/** What one scenario works with. */
interface Scene {
  readonly proxy: TcpProxy;
  readonly client: Client;
  readonly told: string[];
  readonly hooked: string[];
  /** How the machine is switched; off by a file when it is. */
  machineOff: boolean;
  clientContext: EvaluationContext;
  details: EvaluationDetails<FlagValue> | null;
  fallback: FlagValue;
}

const set = async (given: Partial<FlagState>): Promise<void> => {
  const flags = pgFlagStore(pool, 'po', createIds());
  await flags.change(somebody, new Date(), () => ({ ...initialFlag, ...given }));
};

const listOf = (text: string): string[] => text.split(',').map((entry) => entry.trim());

const ask = async (scene: Scene, context: EvaluationContext, fallback: boolean): Promise<void> => {
  scene.client.setContext(scene.clientContext);
  scene.fallback = fallback;
  scene.details = await scene.client.getBooleanDetails('po_management', fallback, context);
};

const askAs = async (scene: Scene, key: string, type: string): Promise<void> => {
  const { client } = scene;
  if (type === 'boolean') {
    scene.fallback = true;
    scene.details = await client.getBooleanDetails(key, true);
  } else if (type === 'string') {
    scene.fallback = 'default';
    scene.details = await client.getStringDetails(key, 'default');
  } else if (type === 'number') {
    scene.fallback = 7;
    scene.details = await client.getNumberDetails(key, 7);
  } else {
    scene.fallback = { a: 1 };
    scene.details = await client.getObjectDetails(key, { a: 1 });
  }
};

const start = async ({ proxy, client, told, hooked, machineOff }: Scene, domain: string): Promise<void> => {
  for (const event of [ProviderEvents.Ready, ProviderEvents.Stale, ProviderEvents.Error]) {
    client.addHandler(event, () => void told.push(event));
  }
  client.addHandler(ProviderEvents.ConfigurationChanged, (details) => {
    told.push(`${ProviderEvents.ConfigurationChanged} ${details?.flagsChanged}`);
  });
  client.addHooks({
    before: () => void hooked.push('before'),
    after: () => void hooked.push('after'),
    error: () => void hooked.push('error'),
    finally: () => void hooked.push('finally'),
  });
  const place = { url: proxy.url, schema: 'po', applicationName: 'cynow-po/flag' };
  const provider = createFlagProvider(place, () =>
    machineOff ? { state: 'off', because: 'file' } : { state: 'store' },
  );
  // Rejects when the store cannot be read; its status and events say so, and a service would go on, too.
  await OpenFeature.setProviderAndWait(domain, provider).catch((error: unknown) => {
    expect(String(error)).toContain('the flag cannot be read');
  });
};

const statusEvents: Readonly<Record<string, string>> = {
  READY: ProviderEvents.Ready,
  STALE: ProviderEvents.Stale,
  ERROR: ProviderEvents.Error,
};

/** Rule 10 promises two seconds; the rest is for a machine that is busy with other specs. */
const soon = { timeout: 10_000, interval: 20 };

type Run = (scene: Scene, groups: readonly string[], step: PickleStep, domain: string) => void | Promise<void>;

const steps: readonly (readonly [RegExp, Run])[] = [
  [/^the flag is off$/, () => set({})],
  [/^the flag is on$/, () => set({ state: 'on' })],
  [/^the flag is switched on$/, () => set({ state: 'on' })],
  [
    /^the flag is in maintenance until "(.+)"$/,
    (_, [maintenanceText = '']) => set({ state: 'maintenance', maintenanceText }),
  ],
  [
    /^the flag is on, read-only with the notice "(.+)"$/,
    (_, [notice = '']) => set({ state: 'on', readOnly: true, notice }),
  ],
  [/^the flag is on for the users "(.+)"$/, (_, [users = '']) => set({ state: 'on', users: listOf(users) })],
  [/^the flag is on for the roles "(.+)"$/, (_, [roles = '']) => set({ state: 'on', roles: listOf(roles) as Role[] })],
  [/^the flag is on for ([\d.]+) percent of the users$/, (_, [share]) => set({ state: 'on', percent: Number(share) })],
  [
    /^this machine is switched off$/,
    (scene) => {
      scene.machineOff = true;
    },
  ],
  [
    /^the client speaks for the user "(.+)"$/,
    (scene, [user = '']) => {
      scene.clientContext = { targetingKey: user };
    },
  ],
  [/^the store (?:is|goes) away$/, ({ proxy }) => proxy.stall()],
  [/^the store comes back$/, ({ proxy }) => proxy.flow()],
  [/^the provider starts$/, (scene, _, __, domain) => start(scene, domain)],
  [/^nobody asks, with the default (true|false)$/, (scene, [fallback]) => ask(scene, {}, fallback === 'true')],
  [
    /^the user "(.+?)"(?: of the role "(.+)")? asks, with the default (true|false)$/,
    (scene, [user = '', role, fallback]) =>
      ask(scene, { targetingKey: user, ...(role === undefined ? {} : { role }) }, fallback === 'true'),
  ],
  [
    /^somebody asks with the context (.+)$/,
    (scene, [context = '']) => ask(scene, JSON.parse(context) as EvaluationContext, true),
  ],
  [/^the flag "(.+)" is asked for as a (\w+)$/, (scene, [key = '', type = '']) => askAs(scene, key, type)],
  [
    /^the answer is (on|off), for the reason (\w+)$/,
    ({ details }, [answer, reason]) =>
      expect(details).toMatchObject({ value: answer === 'on', variant: answer, reason, flagKey: 'po_management' }),
  ],
  [
    /^there is no error$/,
    ({ details }) => {
      expect(details).not.toHaveProperty('errorCode');
      expect(details).not.toHaveProperty('errorMessage');
    },
  ],
  [
    /^the metadata is$/,
    ({ details }, _, { argument }) => {
      const rows = argument?.dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)) ?? [];
      const told = Object.fromEntries(Object.entries(details?.flagMetadata ?? {}).map(([k, v]) => [k, String(v)]));
      expect(told).toMatchObject(Object.fromEntries(rows) as Record<string, string>);
    },
  ],
  [
    /^the caller's default comes back with the error (\w+)$/,
    ({ details, fallback }, [errorCode]) =>
      expect(details).toMatchObject({ value: fallback, reason: 'ERROR', errorCode }),
  ],
  [/^the hooks ran as (.+)$/, ({ hooked }, [stages = '']) => expect(hooked).toEqual(listOf(stages))],
  [
    /^it is (READY|STALE|ERROR), and has told so$/,
    async ({ client, told }, [status = '']) => {
      await expect.poll(() => told.at(-1), soon).toBe(statusEvents[status]);
      expect(client.providerStatus).toBe(status);
    },
  ],
  [
    /^a change of the flag is told$/,
    ({ told }) => expect.poll(() => told.at(-1), soon).toBe(`${ProviderEvents.ConfigurationChanged} po_management`),
  ],
  [/^it has a name$/, ({ client }) => expect(client.metadata.providerMetadata.name).toBe('cynow-po')],
];

/** Runs one scenario from a flag that was never set. */
const play = async ({ id, steps: told }: Pickle): Promise<void> => {
  await pool.use((client) => client.query('DELETE FROM po.flag'));
  const domain = `scenario ${id}`;
  const proxy = await openTcpProxy(database.url);
  const scene: Scene = {
    proxy,
    client: OpenFeature.getClient(domain),
    told: [],
    hooked: [],
    machineOff: false,
    clientContext: {},
    details: null,
    fallback: false,
  };
  try {
    for (const step of told) {
      const meant = steps.flatMap(([words, run]) => {
        const groups = words.exec(step.text);
        return groups === null ? [] : [{ groups: groups.slice(1), run }];
      });
      expect(meant, step.text).toHaveLength(1);
      for (const { groups, run } of meant) await run(scene, groups, step, domain);
    }
  } finally {
    await OpenFeature.clearProviders();
    OpenFeature.clearHandlers();
    await proxy.close();
  }
};

describe(document.feature?.name ?? '', () => {
  it.each(pickles.map((pickle) => [pickle.name, pickle.steps.at(1)?.text ?? '', pickle] as const))(
    '%s (%s)',
    (_, __, pickle) => play(pickle),
  );

  it('is told of in the documentation, scenario by scenario', () => {
    const page = readFileSync(new URL('../../../../docs/flags.md', import.meta.url), 'utf8');
    const names = [...new Set(pickles.map(({ name }) => name))];
    const rows = [...page.matchAll(/^\| (.+?) \|.*\|$/gm)].map(([, first = '']) => first);
    for (const name of names) expect(rows).toContain(name);
    expect(page).toContain(`${names.length} scenarios, ${pickles.length} with their examples`);
  });
});
