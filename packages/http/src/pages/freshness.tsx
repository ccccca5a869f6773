import { type CdcFreshness, cdcFreshness } from '@cynow/po-core';
import type { EndpointContext } from '../OrdersPorts.ts';
import { Dated } from './Dated.tsx';
import { useFrame } from './Frame.ts';

/** How old FCMS's data is, for the pages that show some. */
export const createFreshness = ({ ports, settings }: EndpointContext): ((at: Date) => Promise<CdcFreshness>) => {
  const { cdc } = settings;
  return async (at) => cdcFreshness(cdc.watch ? await ports.cdc.look(at, false) : null, cdc, at);
};

/** The time of FCMS's data, which is not that of the page; and when it stands still. */
export const Freshness = ({
  asOf,
  freshness: { state, lastChangeAt },
}: {
  readonly asOf: Date | null;
  readonly freshness: CdcFreshness;
}) => {
  const { t } = useFrame();
  return (
    <>
      {asOf !== null && (
        <p class="soft small">
          <Dated>{t.fcms.asOf(asOf)}</Dated>
        </p>
      )}
      {state === 'stale' && (
        <p class="line bad">
          <Dated>{t.fcms.stale(lastChangeAt)}</Dated>
        </p>
      )}
      {state === 'paused' && <p class="line warn">{t.fcms.paused}</p>}
    </>
  );
};
