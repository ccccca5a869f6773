/** What stands in a list behind the entry of an id: all of it when none is asked for, nothing when there is no such entry. */
export const behind = <T extends { readonly id: string }>(list: readonly T[], id: string | undefined): readonly T[] => {
  if (id === undefined) return list;
  const at = list.findIndex((each) => each.id === id);
  return at < 0 ? [] : list.slice(at + 1);
};
