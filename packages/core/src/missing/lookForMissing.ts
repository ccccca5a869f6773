import { isEmpty } from '../backfill/Changes.ts';
import type { Rework } from '../backfill/decideInOrder.ts';
import { readAhead } from '../backfill/readAhead.ts';
import type { Window } from '../backfill/Window.ts';
import { PoError } from '../errors.ts';
import type { DocumentSource } from '../ports/DocumentSource.ts';
import type { Missed, MissingStore } from '../ports/MissingStore.ts';
import type { PoStore } from '../ports/PoStore.ts';
import { compareCodePoints } from '../text/compareCodePoints.ts';
import { type MissingDocuments, mostNamed } from './MissingDocuments.ts';
import { type Looked, settleMissing } from './settleMissing.ts';

/** The world in which documents are looked for. */
export interface LookPorts {
  readonly source: Pick<DocumentSource, 'absent'>;
  readonly pos: Pick<PoStore, 'find' | 'change'>;
  readonly missing: MissingStore;
}

/** How to look. */
export interface LookInput {
  /** Whose recorded documents are looked for. */
  readonly window: Window;
  readonly at: Date;
  /** How many may be missing although they seem too many; null: nobody has said. */
  readonly acceptMissing: number | null;
  /** Percent, rule `QTY_MISMATCH`. */
  readonly qtyTolerance: number;
}

/** What a look showed, and which reasons it opened and closed. */
export interface Look {
  readonly missing: MissingDocuments;
  readonly reworks: readonly Rework[];
}

/** How far apart two looks must be before what both have missed is shown to a human. */
const msApart = 24 * 60 * 60 * 1000;

/** More than so many, and more than this share, that were there a day ago: then it is the replica that is incomplete. */
const fewDocuments = 20;
const fewPercent = 1;

/** Documents whose POs are changed in one transaction. */
const atOnce = 500;

const collected = async <T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const page of pages) for (const one of page) all.push(one);
  return all;
};

async function* inChunks<T>(values: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let i = 0; i < values.length; i += atOnce) yield values.slice(i, i + atOnce);
}

/** Opens and closes the reason as the looks say; POs on which nothing changes are not written. */
const settle = async (
  pos: LookPorts['pos'],
  looked: Looked,
  { at, qtyTolerance }: LookInput,
): Promise<readonly Rework[]> => {
  const reworks: Rework[] = [];
  for await (const docNos of inChunks([...looked.keys()])) {
    const query = { docNos };
    if (isEmpty(settleMissing(await pos.find(query), looked, qtyTolerance).changes)) continue;
    reworks.push(...(await pos.change(query, at, (found) => settleMissing(found, looked, qtyTolerance))));
  }
  return reworks;
};

/**
 * Looks which recorded documents of the window FCMS does not have, and remembers it. What two looks at least a day apart
 * have both missed gets `MISSING_IN_FCMS`; what is there again loses it, whatever its window. Only while the replication
 * lives is this of any worth: who calls it has seen to that.
 * @throws PoError `MANY_MISSING` when so many are gone at once that the replica must be incomplete; nothing is marked then,
 * but the look is remembered: what is still gone a day later, or was accepted, does not count any more
 */
export const lookForMissing = async ({ source, pos, missing: store }: LookPorts, input: LookInput): Promise<Look> => {
  const { window, at, acceptMissing } = input;
  const remembered = new Map((await collected(store.missed())).map((missed) => [missed.docNo, missed]));
  const stillGone = new Set(await collected(source.absent(inChunks([...remembered.keys()]))));
  const back = [...remembered.keys()].filter((docNo) => !stillGone.has(docNo));
  const reworks = [...(await settle(pos, new Map(back.map((docNo) => [docNo, null])), input))];
  if (back.length > 0) await store.forget(back);
  for (const docNo of back) remembered.delete(docNo);

  let recorded = 0;
  async function* counted(): AsyncGenerator<readonly string[]> {
    for await (const page of readAhead(store.recorded(window))) {
      recorded += page.length;
      yield page;
    }
  }
  const gone = (await collected(source.absent(counted())))
    .sort(compareCodePoints)
    .map((docNo): Missed => remembered.get(docNo) ?? { docNo, since: at, accepted: false });
  const isSettled = ({ since }: Missed): boolean => at.getTime() - since.getTime() >= msApart;

  await store.remember(
    gone.filter(({ docNo }) => !remembered.has(docNo)).map(({ docNo }) => docNo),
    at,
  );
  const atOneTime = gone.filter((missed) => !isSettled(missed) && !missed.accepted);
  if (atOneTime.length > fewDocuments && atOneTime.length * 100 > recorded * fewPercent) {
    if (acceptMissing !== atOneTime.length) {
      throw new PoError('MANY_MISSING', { missing: atOneTime.length, recorded, accepted: acceptMissing });
    }
    await store.accept(atOneTime.map(({ docNo }) => docNo));
  }
  const toShow = new Map(gone.filter(isSettled).map(({ docNo, since }) => [docNo, since]));
  reworks.push(...(await settle(pos, toShow, input)));
  return {
    missing: {
      total: gone.length,
      documents: gone.slice(0, mostNamed).map(({ docNo, since }) => ({ docNo, since: since.toISOString() })),
    },
    reworks,
  };
};

/** A store that tells what is remembered and remembers nothing: for a dry run. */
export const onlyReading = (store: MissingStore): MissingStore => ({
  ...store,
  remember: async () => undefined,
  accept: async () => undefined,
  forget: async () => undefined,
});
