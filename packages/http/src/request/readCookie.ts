/**
 * The value of a cookie; null when there is none, or several that differ: somebody else's page may have set one, and it is not
 * told which.
 */
export const readCookie = (header: string, name: string): string | null => {
  const values = new Set(
    header
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1).replace(/^"(.*)"$/, '$1')),
  );
  const [value = ''] = values;
  return values.size === 1 && value !== '' ? value : null;
};
