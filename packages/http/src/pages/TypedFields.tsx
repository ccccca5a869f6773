import { Fragment } from 'preact';
import { useFrame } from './Frame.ts';
import type { Typed } from './Page.ts';

/** What somebody typed into a form, and what it was to do, to be read; what a form brings along unseen is left out. */
export const TypedFields = ({ typed }: { readonly typed: Typed }) => {
  const { t, labels } = useFrame();
  const { fields, chosen } = t.resume;
  const decisions: Readonly<Record<string, { readonly name: string }>> = t.detail.decisions;
  const states: Readonly<Record<string, string>> = t.flag.states;
  const reasons: Readonly<Record<string, string>> = labels.reasons;
  const shown = (name: string, value: string): readonly [string, string] | null => {
    if (value === '') return null;
    if (name === 'kind') return [t.detail.decide, decisions[value]?.name ?? value];
    if (name === 'codes') return [t.detail.which, reasons[value] ?? value];
    if (name === 'state') return [t.flag.state, states[value] ?? value];
    return fields[name] === undefined ? null : [fields[name], value];
  };
  const rows = Object.entries(typed).flatMap(([name, value]) =>
    name === 'po'
      ? [[t.review.choose, chosen([value].flat().length)] as const]
      : [value].flat().map((each) => shown(name, each)),
  );
  return (
    <dl class="facts">
      {rows.map(
        (row, i) =>
          row !== null && (
            <Fragment key={String(i)}>
              <dt>{row[0]}</dt>
              <dd class="lines">{row[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
};
