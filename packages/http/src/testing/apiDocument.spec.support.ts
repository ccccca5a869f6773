import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { ApiDocument, ApiOperation } from '../api/openApi.ts';

/** An operation of the document, with its place. */
export interface Operation extends ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly [fc.toStringMethod]: () => string;
}

/** What a schema of the document says of a value: what is wrong with it; null: nothing. */
export type Check = (schema: object, value: unknown) => string | null;

/** The document as its readers see it: what there is to do, and what its schemas say of values. */
export const readApiDocument = (document: ApiDocument) => {
  const operations = Object.entries(document.paths).flatMap(([path, all]) =>
    Object.entries(all).map(
      ([method, operation]): Operation => ({
        ...operation,
        path,
        method: method.toUpperCase(),
        // All of it would bury what went wrong.
        [fc.toStringMethod]: () => operation.operationId,
      }),
    ),
  );
  const ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes: false });
  formats.default(ajv);
  const validators = new WeakMap<object, ValidateFunction>();
  const check: Check = (schema, value) => {
    // What a schema refers to stands in the document.
    const validate = validators.get(schema) ?? ajv.compile({ ...schema, components: document.components });
    validators.set(schema, validate);
    return validate(value) ? null : ajv.errorsText(validate.errors);
  };
  return { operations, check };
};

/** The schema of what is sent in a body; undefined: there is none. */
export const bodySchema = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema;

/** Whether the answer is a stream that does not end. */
export const isEndless = ({ responses }: Operation): boolean =>
  Object.values(responses).some(({ content }) => content['text/event-stream'] !== undefined);

/** Whether only a person may do it, and no token. */
export const isForPersons = ({ security }: Operation): boolean => !security.some((each) => 'bearer' in each);
