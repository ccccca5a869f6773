import type { Finding } from '@cynow/po-adapters-pg';
import { publicPaths } from '../config/publicPaths.ts';
import type { Messages } from '../messages/messages.ts';
import { table } from '../output/table.ts';
import { offBecause, readSwitch } from './beginWriting.ts';
import type { Context, OrdinaryCommand } from './Command.ts';
import { exitCodes } from './CommandFailure.ts';
import { openDatabase } from './openDatabase.ts';
import { cdcSettings, pgSettings } from './settings.ts';

/** A finding of the adapters, or one about what only this machine knows. */
type AnyFinding = Omit<Finding, 'check'> & { readonly check: keyof Messages['doctor']['checks'] };

const switchFinding = ({ config, messages, surroundings }: Context): AnyFinding => {
  const state = readSwitch(config, surroundings.cwd);
  return state.state === 'off'
    ? {
        check: 'switch',
        state: 'warning',
        problem: 'off',
        facts: { ...state, why: offBecause(state, config, messages) },
      }
    : { check: 'switch', state: 'ok', problem: null, facts: {} };
};

/** What is to be known of the address that users type. */
const addressFindings = ({ config }: Context): readonly AnyFinding[] => {
  const { PO_PUBLIC_URL: url, PO_BASE_PATH: basePath } = config;
  const paths = publicPaths(config);
  const found: AnyFinding[] = [];
  if (paths !== null)
    found.push({ check: 'address', state: 'warning', problem: 'other-path', facts: { url, ...paths } });
  if (url?.toLowerCase().startsWith('http:')) {
    found.push({ check: 'address', state: 'warning', problem: 'plain-http', facts: { url } });
  }
  return found.length > 0 ? found : [{ check: 'address', state: 'ok', problem: null, facts: { url, basePath } }];
};

const explained = (finding: AnyFinding, { doctor }: Messages) => {
  const { check, problem, facts } = finding;
  return problem === null ? { what: doctor.fine(check, facts) } : doctor.problem(check, problem, facts);
};

/** Looks at every precondition and names the remedy; any error makes the exit code 4. */
export const doctorCommand: OrdinaryCommand = {
  name: 'doctor',
  options: {},
  reads: 'config',
  async run(context) {
    const { config, messages, output, surroundings } = context;
    const { doctor, errors } = messages;
    const database = await openDatabase(context);
    const { runDoctor } = await import('@cynow/po-adapters-pg');
    const found = await runDoctor(
      pgSettings(config, database, 'doctor'),
      cdcSettings(config, database),
      surroundings.now(),
      config.PO_AUTH,
    );
    const findings: readonly AnyFinding[] = [
      ...found,
      switchFinding(context),
      ...addressFindings(context),
      ...(database.embedded === null
        ? []
        : [{ check: 'embedded', state: 'ok', problem: null, facts: { directory: database.embedded } } as const]),
    ];
    const count = (state: Finding['state']): number => findings.filter((each) => each.state === state).length;
    const exitCode = count('error') > 0 ? exitCodes.notReady : exitCodes.done;
    if (output.json) {
      const told = findings.map(({ check, state, problem, facts, ...rest }) => {
        const { what, why, next } = {
          why: null,
          next: null,
          ...explained({ check, state, problem, facts, ...rest }, messages),
        };
        return { check, state, problem, facts, what, why, next };
      });
      await output.value(told);
      return exitCode;
    }
    const colors = { ok: 'green', warning: 'yellow', error: 'red' } as const;
    const heads = table(
      findings.map(({ check, state }) => [`${doctor.marks[state]} ${doctor.states[state]}`, doctor.checks[check]]),
    );
    for (const [i, finding] of findings.entries()) {
      const { what, why, next } = { why: undefined, next: undefined, ...explained(finding, messages) };
      output.print(output.paint(colors[finding.state], `${heads[i]}: ${what}`));
      if (why !== undefined) output.print(`   ${errors.why}: ${why}`);
      if (next !== undefined) output.print(`   ${errors.next}: ${next}`);
    }
    output.print();
    output.print(
      count('error') + count('warning') === 0 ? doctor.allFine : doctor.found(count('error'), count('warning')),
    );
    return exitCode;
  },
};
