import type { Messages } from '../messages/messages.ts';
import type { ConfigProblem } from './ConfigProblem.ts';

/** What is said of a problem of the configuration: the name, and what was expected. */
export const describeProblem = (problem: ConfigProblem, { config }: Messages): string => {
  const { problems, expected, origins } = config;
  switch (problem.kind) {
    case 'invalid':
      return problems.invalid(problem.name, expected[problem.name], problem.value, origins[problem.origin]);
    case 'twice':
      return problems.twice(problem.name);
    case 'unreadable':
      return problems.unreadable(problem.name, problem.path, problem.why);
    case 'bad-line':
      return problems.badLine(problem.name, problem.path, problem.line, problem.text);
    case 'same-schema':
      return problems.sameSchema(problem.value);
    case 'config-file':
      return problems.configFile(problem.path, problem.why);
    case 'unknown-key':
      return problems.unknownKey(problem.path, problem.key, problem.meant);
  }
};
