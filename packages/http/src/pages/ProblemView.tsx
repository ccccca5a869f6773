import type { Problem } from '../problem/Problem.ts';
import { Dated } from './Dated.tsx';
import { useFrame } from './Frame.ts';
import type { Typed } from './Page.ts';
import { TypedFields } from './TypedFields.tsx';

/** What happened, why, what to do, and by which number to ask about it. */
export const ProblemView = ({
  problem: { kind, detail, errors = [] },
  title,
  requestId,
  typed,
}: {
  readonly problem: Problem;
  readonly title: string;
  readonly requestId: string;
  /** What was typed and not saved; null: nothing. */
  readonly typed: Typed | null;
}) => {
  const { t, who, alone, url } = useFrame();
  const { remedies, places, unsent, unsentHelp } = t.problem;
  return (
    <>
      <h1>{title}</h1>
      <section>
        {detail !== undefined && (
          <p class="lines">
            <Dated>{detail}</Dated>
          </p>
        )}
        {errors.length > 0 && (
          <>
            <h2>{places}</h2>
            <ul>
              {errors.map(({ pointer, detail: expected }) => (
                <li key={pointer}>
                  {pointer}: {expected}
                </li>
              ))}
            </ul>
          </>
        )}
        {remedies[kind] !== undefined && <p>{remedies[kind]}</p>}
        <p class="soft small">
          {t.problem.requestId}: {requestId}
        </p>
        {who !== null && !alone && (
          <p>
            <a href={url('/')}>{t.problem.toList}</a>
          </p>
        )}
      </section>
      {typed !== null && (
        <section>
          <h2>{unsent}</h2>
          <p>{unsentHelp}</p>
          <TypedFields typed={typed} />
        </section>
      )}
    </>
  );
};
