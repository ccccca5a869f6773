import { randomUUID } from 'node:crypto';
import type { Priority } from '@cynow/po-core';
import type { ComponentChildren } from 'preact';
import { useFrame } from './Frame.ts';
import type { Typed } from './Page.ts';

/** What is wrong with a field, by the id that it has on the page. */
export interface FieldError {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** A field's text as it was typed; of several the first. */
export const typedText = (typed: Typed, name: string): string => {
  const value = typed[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
};

/** What is wrong with what was typed, with a link to each place; focus follows the link. */
export const ErrorSummary = ({ errors }: { readonly errors: readonly FieldError[] }) => {
  const { t } = useFrame();
  if (errors.length === 0) return null;
  return (
    <div class="line bad" role="alert">
      <h2>{t.errors(errors.length)}</h2>
      <ul>
        {errors.map(({ id, label, text }) => (
          <li key={id}>
            <a href={`#${id}`}>
              {label}: {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** What somebody is told once. */
export const Told = ({
  kind = 'good',
  children,
}: {
  readonly kind?: 'good' | 'warn' | 'bad';
  readonly children: ComponentChildren;
}) => (
  <div class={`line ${kind}`} role="status">
    {children}
  </div>
);

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly errors?: readonly FieldError[];
  readonly wide?: boolean;
}

/** A field with its label, its help and what is wrong with it. */
const Field = ({
  id,
  label,
  hint,
  errors = [],
  wide = false,
  children,
}: FieldProps & { readonly children: (described: Described) => ComponentChildren }) => {
  const wrong = errors.find((each) => each.id === id);
  const by = [hint === undefined ? [] : [`${id}-hint`], wrong === undefined ? [] : [`${id}-wrong`]].flat();
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {wrong !== undefined && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong.text}
        </span>
      )}
      {children({
        id,
        'aria-describedby': by.length === 0 ? undefined : by.join(' '),
        'aria-invalid': wrong === undefined ? undefined : true,
      })}
    </div>
  );
};

interface Described {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export const TextField = ({
  name,
  value = '',
  type = 'text',
  required = false,
  maxLength = 200,
  autoComplete,
  ...field
}: FieldProps & {
  readonly name: string;
  readonly value?: string;
  readonly type?: 'text' | 'search' | 'password' | 'date';
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly autoComplete?: string;
}) => (
  <Field {...field}>
    {(described) => {
      const input = { ...described, name, value, required, autoComplete: autoComplete ?? 'off' };
      switch (type) {
        case 'text':
          return <input {...input} type="text" maxLength={maxLength} />;
        case 'search':
          return <input {...input} type="search" maxLength={maxLength} />;
        case 'password':
          return <input {...input} type="password" maxLength={maxLength} />;
        case 'date':
          return <input {...input} type="date" />;
      }
    }}
  </Field>
);

export const TextArea = ({
  name,
  value = '',
  required = false,
  maxLength = 2000,
  ...field
}: FieldProps & {
  readonly name: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
}) => (
  <Field {...field}>
    {(described) => (
      <textarea {...described} name={name} required={required} maxLength={maxLength}>
        {value}
      </textarea>
    )}
  </Field>
);

/** A choice by value and name. */
export type Choice = readonly [value: string, name: string];

export const Select = ({
  name,
  value = '',
  choices,
  ...field
}: FieldProps & { readonly name: string; readonly value?: string; readonly choices: readonly Choice[] }) => (
  <Field {...field}>
    {(described) => (
      <select {...described} name={name}>
        {choices.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    )}
  </Field>
);

export const Hidden = ({ values }: { readonly values: Readonly<Record<string, string>> }) => (
  <>
    {Object.entries(values).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
  </>
);

/** Makes a form one that is carried out once, however often somebody clicks. */
export const Once = () => <Hidden values={{ once: randomUUID() }} />;

export const PriorityTag = ({ priority }: { readonly priority: Priority }) => {
  const { labels } = useFrame();
  return <span class={`tag ${priority}`}>{labels.priorities[priority]}</span>;
};

/** The number of a PO in a row of a list; what stands in for one that there is not is not torn apart. */
export const PoNo = ({ numberless, poNo }: { readonly numberless: boolean; readonly poNo: string }) => {
  const { labels } = useFrame();
  if (!numberless) return <>{poNo}</>;
  return (
    <>
      {labels.numberless} <span class="w">({poNo})</span>
    </>
  );
};

/** A table that scrolls by itself where it is too wide, also by keyboard. */
export const Table = ({
  caption,
  unseen = false,
  head,
  children,
}: {
  readonly caption: string;
  /** Whether a heading says the same already. */
  readonly unseen?: boolean;
  readonly head: readonly (
    | string
    | { readonly n: string }
    | { readonly help: string; readonly name: string }
    /** Of what is done on the screen only, and not printed. */
    | { readonly onScreen: string }
  )[];
  readonly children: ComponentChildren;
}) => (
  <div class="scroll">
    <table>
      <caption class={unseen ? 'unseen' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {head.map((each) =>
            typeof each === 'string' ? (
              <th key={each} scope="col">
                {each}
              </th>
            ) : 'n' in each ? (
              <th key={each.n} scope="col" class="n">
                {each.n}
              </th>
            ) : 'onScreen' in each ? (
              <th key={each.onScreen} scope="col" class="noprint">
                {each.onScreen}
              </th>
            ) : (
              <th key={each.name} scope="col" class="n" title={each.help}>
                {each.name}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
);
