import type { JsonSchema } from '../api/exampleOf.ts';
import type { ApiDocument, ApiOperation, ApiParameter } from '../api/openApi.ts';
import { referenceTexts } from '../messages/reference.ts';
import { useFrame } from '../pages/Frame.ts';
import { Table } from '../pages/parts.tsx';

type Texts = ReturnType<typeof referenceTexts>;

interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: ApiOperation;
}

const allOf = ({ paths }: ApiDocument): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** A schema in a few words; what does not fit into them stands in full below it. */
const inShort = ({ type, format, enum: choices, minimum, maximum, maxLength }: JsonSchema): string =>
  [
    choices === undefined ? [type ?? ''].flat().join(' | ') : choices.map(String).join(' | '),
    format === undefined ? '' : `(${format})`,
    minimum === undefined || maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
      ? ''
      : `${minimum}–${maximum}`,
    maxLength === undefined ? '' : `≤ ${maxLength}`,
  ]
    .filter((each) => each !== '')
    .join(' ');

const Parameters = ({ of, texts }: { readonly of: readonly ApiParameter[]; readonly texts: Texts }) => (
  <Table caption={texts.parameters} head={[texts.name, texts.place, texts.required, texts.schema, texts.example]}>
    {of.map(({ name, in: place, required, schema, example, description }) => (
      <tr key={`${place} ${name}`}>
        <th scope="row">
          <code>{name}</code>
          {description === undefined ? null : <p>{description}</p>}
        </th>
        <td>{texts.places[place]}</td>
        <td>{required ? texts.yes : texts.no}</td>
        <td>{inShort(schema)}</td>
        <td>
          <code>{String(example)}</code>
        </td>
      </tr>
    ))}
  </Table>
);

interface Content {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

const Contents = ({ of, texts }: { readonly of: Readonly<Record<string, Content>>; readonly texts: Texts }) => (
  <>
    {Object.entries(of).map(([type, { schema, example }]) => (
      <div key={type}>
        <p>
          <code>{type}</code>
        </p>
        {example === undefined ? null : (
          <pre>
            <code>{asJson(example)}</code>
          </pre>
        )}
        {schema.$ref === undefined ? (
          <details>
            <summary>{texts.schema}</summary>
            <pre>
              <code>{asJson(schema)}</code>
            </pre>
          </details>
        ) : (
          <p>
            <a href={`#${schema.$ref.split('/').at(-1)}`}>{schema.$ref.split('/').at(-1)}</a>
          </p>
        )}
      </div>
    ))}
  </>
);

const Operation = ({ method, path, operation, texts }: Placed & { readonly texts: Texts }) => {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const bad = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  return (
    <article id={operationId}>
      <h3>
        <code>
          {method} {path}
        </code>
      </h3>
      <p>{summary}</p>
      <p>
        {texts.permission}: <code>{operation['x-permission']}</code>
      </p>
      {parameters.length === 0 ? null : <Parameters of={parameters} texts={texts} />}
      {requestBody === undefined ? null : (
        <>
          <h4>{texts.body}</h4>
          <Contents of={requestBody.content} texts={texts} />
        </>
      )}
      <h4>{texts.answers}</h4>
      {good.map(([status, { description, headers = {}, content }]) => (
        <div key={status}>
          <p>
            <strong>{status}</strong> {description}
            {Object.keys(headers).map((name) => (
              <>
                {' '}
                <code>{name}</code>
              </>
            ))}
          </p>
          <Contents of={content} texts={texts} />
        </div>
      ))}
      <Table caption={texts.answers} unseen head={[texts.status, texts.meaning]}>
        {bad.map(([status, { description }]) => (
          <tr key={status}>
            <th scope="row">{status}</th>
            <td>{description}</td>
          </tr>
        ))}
      </Table>
    </article>
  );
};

/** The document of the API for people to read. */
export const Reference = ({ document }: { readonly document: ApiDocument }) => {
  const { language, url } = useFrame();
  const texts = referenceTexts(language);
  const byTag = Map.groupBy(allOf(document), ({ operation }) => operation.tags[0] ?? '');
  const { info, servers, components } = document;
  return (
    <>
      <h1>{info.title}</h1>
      <section>
        <p>
          {texts.version} {info.version} · <code>{servers[0]?.url}</code> ·{' '}
          <a href={url('/api/openapi.json')}>{texts.document}</a>
        </p>
        <p>{info.description}</p>
        <dl class="facts">
          {Object.entries(components.securitySchemes).map(([name, { description }]) => (
            <>
              <dt>{name}</dt>
              <dd>{description}</dd>
            </>
          ))}
        </dl>
      </section>
      <nav class="card" aria-label={texts.contents}>
        {[...byTag].map(([tag, operations]) => (
          <div key={tag}>
            <h2>
              <a href={`#tag-${tag}`}>{tag}</a>
            </h2>
            <ul class="plainlist">
              {operations.map(({ method, path, operation }) => (
                <li key={operation.operationId}>
                  <a href={`#${operation.operationId}`}>
                    <code>
                      {method} {path}
                    </code>
                  </a>{' '}
                  {operation.summary}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {[...byTag].map(([tag, operations]) => (
        <section key={tag} id={`tag-${tag}`}>
          <h2>{tag}</h2>
          {operations.map((placed) => (
            <Operation key={placed.operation.operationId} {...placed} texts={texts} />
          ))}
        </section>
      ))}
      {Object.entries(components.schemas).map(([name, schema]) => (
        <section key={name} id={name}>
          <h2>{name}</h2>
          <pre>
            <code>{asJson(schema)}</code>
          </pre>
        </section>
      ))}
    </>
  );
};
