import type { UpRefusal, UpResult, ZeroRefusal, ZeroResult } from '@cynow/po-adapters-pg';
import type { Explanation } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { CommandFailure, type ExitCode, exitCodes } from './CommandFailure.ts';
import { migrationName } from './migrateClient.ts';

/** What stands against it, in words. */
const refusalText = (refusal: UpRefusal | ZeroRefusal, schema: string, { migrate }: Messages): string => {
  const texts = migrate.refusals;
  switch (refusal.code) {
    case 'schema-name':
      return texts['schema-name'];
    case 'cannot-create-schema':
      return texts['cannot-create-schema'](refusal.role, refusal.database, schema);
    case 'foreign-schema':
      return texts['foreign-schema'](refusal.objects);
    case 'unreadable':
      return texts.unreadable(refusal.role, refusal.owner ?? '');
    case 'not-owner':
      return texts['not-owner'](refusal.role, refusal.owner ?? '');
    case 'newer':
      return texts.newer(refusal.migrations.map(migrationName));
    case 'changed':
      return texts.changed(refusal.migrations.map(migrationName));
    case 'out-of-order':
      return texts['out-of-order'](refusal.migrations.map(migrationName));
    case 'statement': {
      const { line, kind, code, subject } = refusal.refusal;
      return texts.statement(
        'migration' in refusal ? migrationName(refusal.migration) : 'zero',
        line,
        kind,
        code,
        subject,
      );
    }
    case 'not-made-by-up':
      return texts['not-made-by-up'](refusal.objects);
    case 'depended-on':
      return texts['depended-on'](refusal.dependents);
    case 'running':
      return texts.running(refusal.processes);
    case 'confirm':
      return texts.confirm(refusal.expected);
  }
};

/** Refusals for the state of the database or the rights of the role; the others are about this call. */
const notReady: readonly (UpRefusal | ZeroRefusal)['code'][] = [
  'cannot-create-schema',
  'foreign-schema',
  'unreadable',
  'not-owner',
  'newer',
  'changed',
  'out-of-order',
  'not-made-by-up',
  'depended-on',
];

const refusalExit = (refusals: readonly (UpRefusal | ZeroRefusal)[]): ExitCode => {
  if (refusals.some(({ code }) => notReady.includes(code))) return exitCodes.notReady;
  return refusals.every(({ code }) => code === 'confirm' || code === 'schema-name')
    ? exitCodes.usage
    : exitCodes.failed;
};

const failureText = (
  { message, detail, hint, line, migration }: NonNullable<UpResult['failure']>,
  { migrate }: Messages,
): Explanation => {
  const at = migration === undefined ? [] : [migrate.failureAt(String(migration), line ?? 1)];
  return migrate.failure(message, [...at, detail, hint].filter((part) => part).join(', '));
};

/** The failure that an outcome means; undefined when it went well. */
export const migrateFailure = (result: UpResult | ZeroResult, messages: Messages): CommandFailure | undefined => {
  const { migrate } = messages;
  switch (result.outcome) {
    case 'refused': {
      const why = result.refusals.map((refusal) => `\n  ${refusalText(refusal, result.schema, messages)}`).join('');
      return new CommandFailure(refusalExit(result.refusals), 'REFUSED', { what: migrate.refused, why });
    }
    case 'rolled-back': {
      const explanation = result.failure === undefined ? migrate.rolledBack : failureText(result.failure, messages);
      return new CommandFailure(exitCodes.failed, 'ROLLED_BACK', explanation);
    }
    case 'locked-out':
      return new CommandFailure(exitCodes.failed, 'LOCKED_OUT', migrate.lockedOut(result.heldBy));
    default:
      return undefined;
  }
};

/** What the proofs found of every try that was rolled back. */
export const disturbanceLines = ({ disturbances }: UpResult | ZeroResult, { migrate }: Messages): readonly string[] =>
  disturbances.length === 0
    ? []
    : [
        migrate.disturbed(disturbances.length),
        ...disturbances.flatMap(({ foreignLocks, differences }) => [
          ...foreignLocks.map(({ object, owner, mode }) => migrate.foreignLock(object, owner, mode)),
          ...differences.map(({ object, kind, owner, change }) => migrate.difference(object, kind, owner, change)),
        ]),
      ];
