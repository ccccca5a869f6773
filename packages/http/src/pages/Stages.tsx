import type { ProgressFigures } from '@cynow/po-core';
import { number, percent } from '../messages/format.ts';
import { useFrame } from './Frame.ts';

/** How much is shipped of what is ordered, in a bar and in words. */
export const RateBar = ({
  figures: { rate, stage, shipped, ordered },
  of,
}: {
  readonly figures: ProgressFigures;
  readonly of: string;
}) => {
  const { labels } = useFrame();
  if (stage === null || shipped === null) return <span class="soft">–</span>;
  return (
    <span class="w">
      {rate !== null && (
        <>
          <progress
            max={100}
            value={Math.floor(rate)}
            aria-label={`${of} ${labels.rate} ${number(shipped)}/${number(ordered)}`}
          >
            {percent(rate)}
          </progress>{' '}
          <span class="rate">{percent(rate)}</span>{' '}
        </>
      )}
      <span class={stage === 'completed' ? 'tag good' : 'tag'}>{labels.stages[stage]}</span>
    </span>
  );
};

/** The figures of an order, an item or a delivery, as cells of a row. */
export const StageCells = ({ figures }: { readonly figures: ProgressFigures }) => {
  const { labels } = useFrame();
  const { ordered, incomplete, instructed, filled, warehoused, shipped } = figures;
  const cell = (n: number | null): string => (n === null ? '–' : number(n));
  return (
    <>
      <td class="n">
        {!incomplete ? number(ordered) : ordered === 0 ? labels.unknownQty : labels.atLeast(number(ordered))}
      </td>
      <td class="n">{number(instructed)}</td>
      <td class="n">{cell(filled)}</td>
      <td class="n">{cell(warehoused)}</td>
      <td class="n">{cell(shipped)}</td>
    </>
  );
};
