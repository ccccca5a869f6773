import { type FlagChange, flagChanged, flagKey, roles } from '@cynow/po-core';
import { z } from 'zod';
import { asJson } from '../api/asJson.ts';
import { type Bilingual, type Endpoint, endpoint } from '../api/Endpoint.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { flagPath } from '../request/gate.ts';
import * as s from './schemas.ts';

const text = z.string().max(2000).nullable();

const stateOf = {
  state: z.enum(['off', 'maintenance', 'on']),
  readOnly: z.boolean(),
  users: z.array(z.string().min(1).max(150)).max(1000),
  roles: z.array(z.enum(roles)).max(roles.length),
  percent: z.number().min(0).max(100).nullable(),
  maintenanceText: text,
  notice: text,
};

const flag = z.object({
  key: z.literal(flagKey),
  ...stateOf,
  version: z.number(),
  changedAt: s.moment.nullable(),
  changedBy: z.string().nullable(),
  processes: z.array(
    z.object({
      command: z.string(),
      host: z.string(),
      pid: z.number(),
      release: z.string(),
      version: z.number().nullable(),
      state: z.enum(['machine-off', 'unknown', 'off', 'maintenance', 'on']),
      seenAt: z.iso.datetime(),
    }),
  ),
});

/** Processes that have told nothing for a day are gone. */
const forgottenAfterMs = 24 * 60 * 60 * 1000;

const paths = [
  { id: 'Flag', path: '/api/v1/flags/{key}', params: z.strictObject({ key: s.address }) },
  // The only place that is there while everything else is hidden.
  { id: 'AdminFlag', path: flagPath, params: z.strictObject({}) },
] as const;

const summaries: { readonly get: Bilingual; readonly change: Bilingual } = {
  get: { ko: '기능 스위치', en: 'The flag, and what each process sees' },
  change: { ko: '기능 스위치 변경', en: 'Changes the flag' },
};

/** The flag, under its own name and for administrators of what is hidden. */
export const flagEndpoints = ({ ports }: EndpointContext): readonly Endpoint[] => {
  const common = {
    tag: 'flags',
    permission: 'flag',
    query: s.nothing,
    status: 200,
    result: flag,
    versioned: true,
  } as const;
  const read = async (at: Date) => {
    const [stored, processes] = await Promise.all([
      ports.flags.read(),
      ports.flags.processes(new Date(at.getTime() - forgottenAfterMs)),
    ]);
    const value = asJson({ key: flagKey, ...stored, processes }) as z.input<typeof flag>;
    return { value, version: stored.version };
  };
  /** There is one flag; it is not found under other names. */
  const isOther = (params: { readonly key?: string }): boolean => params.key !== undefined && params.key !== flagKey;
  return paths.flatMap(({ id, path, params }) => [
    endpoint({
      ...common,
      id: `get${id}`,
      method: 'GET',
      path,
      summary: summaries.get,
      params,
      body: null,
      handle: async ({ params: named, asking }) =>
        isOther(named) ? { problem: { kind: 'not-found' } } : read(asking.at),
    }),
    endpoint({
      ...common,
      id: `change${id}`,
      method: 'PATCH',
      path,
      summary: summaries.change,
      params,
      body: z.strictObject(stateOf).partial(),
      changes: true,
      whileReadOnly: true,
      async handle({ params: named, body, version, asking }) {
        if (isOther(named)) return { problem: { kind: 'not-found' } };
        const change = Object.fromEntries(
          Object.entries(body).filter(([, member]) => member !== undefined),
        ) as FlagChange;
        let seen: number | null = null;
        await ports.flags.change(asking.doer, asking.at, (now) => {
          seen = now.version;
          return version === null || now.version === version ? flagChanged(now, change) : now;
        });
        if (version !== null && seen !== version)
          return { problem: { kind: 'precondition-failed', facts: { version: seen } } };
        return read(asking.at);
      },
    }),
  ]);
};
