import { PoTable } from '../backfill/PoTable.ts';
import type { PoId } from '../po/Po.ts';
import type { Found, RunTraces } from '../ports/Amendment.ts';

/**
 * Groups POs that can be taken back together only: a document of one was on the other before the run, or one has a number
 * now that the other had. POs that are gone belong to the groups, too.
 */
export const groupPos = ({ pos, run }: Found & { readonly run: RunTraces }): readonly ReadonlySet<PoId>[] => {
  const table = new PoTable(pos);
  const groupOf = new Map<PoId, Set<PoId>>(pos.map(({ po }) => [po.id, new Set([po.id])]));
  const join = (a: PoId, b: PoId): void => {
    const [one, other] = [groupOf.get(a) ?? new Set([a]), groupOf.get(b) ?? new Set([b])];
    const [large, small] = one.size < other.size ? [other, one] : [one, other];
    for (const id of small) large.add(id);
    for (const id of large) groupOf.set(id, large);
  };
  for (const { delivery, po } of run.earlier) {
    for (const now of [table.byDocument(delivery.docNo), table.byIdentity(po.identity), table.byAlias(po.identity)]) {
      join(po.id, now?.po.id ?? po.id);
    }
  }
  return [...new Set(groupOf.values())];
};
