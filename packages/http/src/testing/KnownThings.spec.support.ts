/** Fields that name something which another collection lists under its own name. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  po: ['pos.id', 'reviews.id'],
  poId: ['pos.id', 'reviews.id'],
  poIds: ['pos.id', 'reviews.id'],
  into: ['pos.id', 'reviews.id'],
  user: ['users.name'],
};

/** So many of one name: the oldest are forgotten. */
const most = 200;

/** What earlier answers named, to be asked for again. */
export class KnownThings {
  readonly #byName = new Map<string, string[]>();
  readonly #never: ReadonlySet<string>;

  /** `never`: what requests at random must keep their hands off, such as the accounts that they are sent with. */
  constructor(never: ReadonlySet<string>) {
    this.#never = never;
  }

  #add(name: string, text: string): void {
    const held = this.#byName.get(name) ?? [];
    if (!held.includes(text)) held.push(text);
    if (held.length > most) held.shift();
    this.#byName.set(name, held);
  }

  /** Takes every text of an answer under its name, and under the collection that it came from. */
  learn(path: string, value: unknown, name = ''): void {
    if (Array.isArray(value)) for (const each of value) this.learn(path, each, name);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) this.learn(path, member, key);
    } else if (typeof value === 'string' && value !== '' && value.length <= 200 && !this.#never.has(value)) {
      this.#add(name, value);
      this.#add(`${collectionOf(path)}.${name}`, value);
      if (name === 'id' && path.includes('/reviews')) this.#add('pos.id', value);
    }
  }

  /** Texts that stand under this name, the most likely first: of the same collection, of another, of any. */
  named(path: string, name: string): readonly string[] {
    const names = [`${collectionOf(path)}.${name}`, ...(elsewhere[name] ?? []), name];
    return names.map((each) => this.#byName.get(each) ?? []).find((texts) => texts.length > 0) ?? [];
  }
}

/** The fixed part of a path that stands before its first parameter: `pos` of `/api/v1/pos/{id}/documents`. */
const collectionOf = (path: string): string => {
  const [fixed = ''] = path.split('/{');
  return fixed.split('/').at(-1) ?? '';
};
