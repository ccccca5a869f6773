import { PoError } from '@cynow/po-core';
import { targetOf } from '../config/databaseUrl.ts';
import { errorCode, errorText } from '../config/errorText.ts';
import type { Config } from '../config/readConfig.ts';
import type { Explanation } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { CommandFailure, exitCodes } from './CommandFailure.ts';

/** PostgreSQL's code for what a role may not do. */
const insufficientPrivilege = '42501';

/** A problem with FCMS as the adapters report it. */
interface SourceProblem {
  readonly problem: string;
  readonly schema?: string;
  readonly table?: string;
  readonly columns?: readonly string[];
}

const quoted = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

const problemsOf = ({ facts }: PoError): readonly SourceProblem[] =>
  Array.isArray(facts.problems) ? (facts.problems as readonly SourceProblem[]) : [];

const tableOf = ({ schema, table, columns }: SourceProblem): string => {
  const name = table ?? schema ?? '';
  return columns === undefined ? name : `${name} (${columns.join(', ')})`;
};

/** The statements that let a role read what it may not. */
const grantsFor = (problems: readonly SourceProblem[], role: string): string =>
  problems
    .map(({ problem, schema = '', table = '', columns = [] }) => {
      const [before, after] = [table.slice(0, table.indexOf('.')), table.slice(table.indexOf('.') + 1)];
      const name = `${quoted(before)}.${quoted(after)}`;
      if (problem === 'schema-forbidden') return `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${role};`;
      if (problem === 'table-forbidden') return `GRANT SELECT ON ${name} TO ${role};`;
      return `GRANT SELECT (${columns.map(quoted).join(', ')}) ON ${name} TO ${role};`;
    })
    .join(' ');

/** What is said of a schema that is not as this release knows it. */
const notMigrated = (state: string, schema: string, { errors, migrate }: Messages): Explanation => {
  if (state === 'unreadable') return errors.forbidden(schema, '');
  if (state !== 'foreign' && state !== 'changed') return errors.notMigrated;
  return { what: migrate.status(schema, migrate.states[state]), next: errors.seeStatus };
};

const ofPoError = (error: PoError, messages: Messages, config: Config | null): CommandFailure => {
  const { errors, backfill } = messages;
  const { code, facts } = error;
  const notReady = (explanation: CommandFailure['explanation']) =>
    new CommandFailure(exitCodes.notReady, code, explanation, { cause: error });
  switch (code) {
    case 'NO_CONNECTION':
      return notReady(errors.noConnection(String(facts.host), String(facts.port), String(facts.problem)));
    case 'NOT_MIGRATED':
      return notReady(notMigrated(String(facts.state), config?.PO_SCHEMA ?? '', messages));
    case 'SCHEMA_NEWER':
      return notReady(
        facts.version === undefined ? errors.newerSchemaUnknown : errors.newerSchema(String(facts.version)),
      );
    case 'SOURCE_MISSING':
      return notReady(errors.sourceMissing(problemsOf(error).map(tableOf).join(', ')));
    case 'SOURCE_FORBIDDEN': {
      const url = config?.DATABASE_URL ?? '';
      const role = targetOf(url) === null ? '' : decodeURIComponent(new URL(url).username);
      return notReady(errors.sourceForbidden(grantsFor(problemsOf(error), quoted(role))));
    }
    case 'FORBIDDEN':
      return notReady(errors.forbidden(config?.PO_SCHEMA ?? '', String(facts.what ?? '')));
    case 'MANY_MISSING': {
      const { missing, recorded, accepted } = facts;
      return notReady(
        backfill.manyMissing(Number(missing), Number(recorded), accepted === null ? null : Number(accepted)),
      );
    }
    case 'CLAIM_LOST':
      return new CommandFailure(exitCodes.failed, code, errors.unexpected(errorText(error)), { cause: error });
    case 'CANDIDATES_INCOMPLETE':
      return notReady(backfill.notIndexed(Number(facts.left)));
    case 'CYNOW_UNREADABLE':
      return notReady(messages.accounts.unreadable(String(facts.problem), String(facts.what ?? '')));
    case 'RUN_TAKEN_OVER':
      return new CommandFailure(exitCodes.failed, code, backfill.takenOver(String(facts.runId)), { cause: error });
  }
};

/** What is said of an error, and with which exit code the command ends. */
export const failureOf = (
  error: unknown,
  messages: Messages,
  config: Config | null,
  verbose: boolean,
): CommandFailure => {
  if (error instanceof CommandFailure) return error;
  if (PoError.is(error)) return ofPoError(error, messages, config);
  if (errorCode(error) === insufficientPrivilege) {
    const explanation = messages.errors.forbidden(config?.PO_SCHEMA ?? '', errorText(error));
    return new CommandFailure(exitCodes.notReady, 'FORBIDDEN', explanation, { cause: error });
  }
  const { unexpected, unexpectedVerbose } = messages.errors;
  const explanation = (verbose ? unexpectedVerbose : unexpected)(errorText(error));
  return new CommandFailure(exitCodes.failed, 'FAILED', explanation, { cause: error });
};
