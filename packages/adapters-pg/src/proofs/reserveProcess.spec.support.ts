import { createInterface } from 'node:readline/promises';
import { type PoIdentity, reserveNumbers } from '@cynow/po-core';
import type { PgSettings } from '../connection/PgSettings.ts';
import { openPg } from '../openPg.ts';

/** What a process of its own is asked to do: to reserve so many numbers, each connection one after the other. */
export interface ReserveProcessRequest {
  readonly settings: PgSettings;
  readonly identity: PoIdentity;
  readonly numbers: number;
}

/** What it tells at its end. */
export interface ReservedByProcess {
  /** In the order in which each connection was given its own. */
  readonly given: readonly (readonly string[])[];
  /** The errors of requests that were given nothing. */
  readonly failures: readonly string[];
}

const { settings, identity, numbers }: ReserveProcessRequest = JSON.parse(process.argv[2] ?? '');
const opened = await openPg(settings);
const now = new Date('2025-11-17T03:00:00Z');
const ports = { ...opened.ports, ...opened, clock: { now: () => now } };
const site = {
  docPrefix: settings.docPrefix,
  hours: 48,
  cdc: {
    watch: false,
    pause: null,
    workingHours: { weekdays: new Set<number>(), from: 0, to: 0, holidays: new Set<string>() },
  },
};
const by = { actor: `process ${process.pid}`, channel: 'cli', requestId: null } as const;

process.stdout.write('ready\n');
const lines = createInterface(process.stdin);
await new Promise((resolve) => lines.once('line', resolve));
lines.close();

let left = numbers;
const failures: string[] = [];
const given = await Promise.all(
  Array.from({ length: settings.maxConnections }, async () => {
    const own: string[] = [];
    while (left > 0) {
      left -= 1;
      try {
        const result = await reserveNumbers(ports, site, { po: { identity }, count: 1, acceptStale: false, by });
        if (result.outcome !== 'reserved') throw new Error(JSON.stringify(result));
        own.push(...result.reservations.map(({ docNo }) => docNo));
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    return own;
  }),
);
await opened.close();
process.stdout.write(`${JSON.stringify({ given, failures } satisfies ReservedByProcess)}\n`);
