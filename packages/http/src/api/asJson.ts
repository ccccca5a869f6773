/** A value as JSON has it: moments as texts, what is not defined left out. */
export type Json<T> = T extends Date
  ? string
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer E)[]
      ? Json<E>[]
      : T extends object
        ? { -readonly [K in keyof T]: Json<T[K]> }
        : T;

/** The value with every moment in ISO 8601. Maps and the like are for the caller to turn into lists. */
export const asJson = <T>(value: T): Json<T> => {
  const plain = (each: unknown): unknown => {
    if (each instanceof Date) return each.toISOString();
    if (Array.isArray(each)) return each.map(plain);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, member]) => [key, plain(member)]));
  };
  return plain(value) as Json<T>;
};
