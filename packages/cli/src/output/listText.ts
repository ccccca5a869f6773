/** A list of words with semicolons between; anything richer as JSON. */
export const listText = (value: object): string =>
  Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(';') : JSON.stringify(value);
