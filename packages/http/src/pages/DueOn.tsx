import type { Day } from '@cynow/po-core';
import { useFrame } from './Frame.ts';

const daysUntil = (day: Day, today: Day): number => (Date.parse(day) - Date.parse(today)) / 86_400_000;

/** What is due next, and in how many days. */
export const DueOn = ({ on, today }: { readonly on: Day; readonly today: Day }) => {
  const { t } = useFrame();
  return (
    <>
      <span class="w">{on}</span> <span class="soft w">{t.list.due(daysUntil(on, today))}</span>
    </>
  );
};
