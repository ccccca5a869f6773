import type { z } from 'zod';
import { messagesIn } from '../messages/messages.ts';
import type { Language } from './Asking.ts';

type Issue = z.core.$ZodRawIssue;

const isCounted = (origin: string): origin is 'string' | 'array' => origin === 'string' || origin === 'array';

/** What is wrong with a value, and what is expected, in words for the reader; what has no words of ours is told by zod. */
export const issueText =
  (language: Language, otherwise: z.core.$ZodErrorMap): z.core.$ZodErrorMap =>
  (issue: Issue) => {
    const { issues, types } = messagesIn(language);
    const typeOf = (name: string): string => (types as Readonly<Record<string, string>>)[name] ?? name;
    switch (issue.code) {
      case 'invalid_type':
        return issue.input === undefined ? issues.missing : issues.type(typeOf(issue.expected));
      case 'too_small':
        if (isCounted(issue.origin)) return issues.tooShort(Number(issue.minimum), issue.origin);
        return issue.inclusive === false ? issues.above(String(issue.minimum)) : issues.least(String(issue.minimum));
      case 'too_big':
        if (isCounted(issue.origin)) return issues.tooLong(Number(issue.maximum), issue.origin);
        return issue.inclusive === false ? issues.below(String(issue.maximum)) : issues.most(String(issue.maximum));
      case 'invalid_value':
        return issues.oneOf(issue.values.map(String).join(', '));
      case 'invalid_union':
        // Where one member says which form is meant, that member is what is wrong.
        return Array.isArray(issue.options) ? issues.oneOf(issue.options.map(String).join(', ')) : issues.noneFits;
      case 'invalid_format':
        return issues.format;
      default:
        return otherwise(issue);
    }
  };
