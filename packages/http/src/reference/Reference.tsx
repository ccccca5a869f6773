import type { JsonSchema } from '../api/exampleOf.ts';
import type { ApiDocument, ApiOperation, ApiParameter } from '../api/openApi.ts';
import type { referenceTexts } from '../messages/reference.ts';

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
  <table>
    <caption>{texts.parameters}</caption>
    <thead>
      <tr>
        {[texts.name, texts.place, texts.required, texts.schema, texts.example].map((head) => (
          <th scope="col" key={head}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
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
    </tbody>
  </table>
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
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.status}</th>
            <th scope="col">{texts.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {bad.map(([status, { description }]) => (
            <tr key={status}>
              <th scope="row">{status}</th>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
};

/** The document of the API for people to read. `documentUrl`: where it is as JSON. */
export const Reference = ({
  document,
  texts,
  documentUrl,
}: {
  readonly document: ApiDocument;
  readonly texts: Texts;
  readonly documentUrl: string;
}) => {
  const byTag = Map.groupBy(allOf(document), ({ operation }) => operation.tags[0] ?? '');
  const { info, servers, components } = document;
  return (
    <>
      <header>
        <h1>{info.title}</h1>
        <p>
          {texts.version} {info.version} · <code>{servers[0]?.url}</code> · <a href={documentUrl}>{texts.document}</a>
        </p>
        <p>{info.description}</p>
        <dl>
          {Object.entries(components.securitySchemes).map(([name, { description }]) => (
            <>
              <dt>{name}</dt>
              <dd>{description}</dd>
            </>
          ))}
        </dl>
      </header>
      <nav>
        {[...byTag].map(([tag, operations]) => (
          <section key={tag}>
            <h2>
              <a href={`#tag-${tag}`}>{tag}</a>
            </h2>
            <ul>
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
          </section>
        ))}
      </nav>
      <main>
        {[...byTag].map(([tag, operations]) => (
          <section key={tag} id={`tag-${tag}`}>
            <h2>{tag}</h2>
            {operations.map((placed) => (
              <Operation key={placed.operation.operationId} {...placed} texts={texts} />
            ))}
          </section>
        ))}
        <section>
          {Object.entries(components.schemas).map(([name, schema]) => (
            <article key={name} id={name}>
              <h2>{name}</h2>
              <pre>
                <code>{asJson(schema)}</code>
              </pre>
            </article>
          ))}
        </section>
      </main>
    </>
  );
};
