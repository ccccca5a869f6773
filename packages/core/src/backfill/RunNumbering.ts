import { createNumbering, type KeptNumbering } from '../matching/createNumbering.ts';
import type { Numbering, Taken } from '../matching/Numbering.ts';
import { readCounters } from '../matching/NumberParts.ts';
import { unknown } from '../po/codeKeys.ts';
import type { NumberedIdentity, PoIdentity } from '../po/identity.ts';
import type { Revision } from '../ports/PoStore.ts';
import { Unsure } from './Unsure.ts';

/**
 * How customers number, kept for as long as it is what follows from the POs: of a customer whose numbers were once read, with
 * each number that a decision adds or takes away. Of others nothing is known, and asking about them is `Unsure`.
 */
export class RunNumbering implements Numbering {
  #numbering: KeptNumbering = createNumbering();
  readonly #customers = new Set<string>();
  /** The revision of POs that it is of; null when it is empty. */
  #revision: Revision | null = null;

  keeps(customerKey: string): boolean {
    return this.#customers.has(customerKey);
  }

  /** Forgets everything. */
  clear(): void {
    this.#numbering = createNumbering();
    this.#customers.clear();
    this.#revision = null;
  }

  /** Takes in what was read of customers not known yet, at this revision; what is known of another one is forgotten first. */
  bring(numbers: ReadonlyMap<string, readonly string[]>, revision: Revision): void {
    if (this.#revision !== revision) this.clear();
    this.#revision = revision;
    for (const [customerKey, poKeys] of numbers) {
      if (this.#customers.has(customerKey)) continue;
      this.#customers.add(customerKey);
      for (const poKey of poKeys) this.#numbering.add(numbered({ customerKey, poKey }));
    }
  }

  /** The decisions noted since were of the changes that lead to this revision. */
  advance(revision: Revision): void {
    this.#revision = revision;
  }

  /** A PO came, went, or took another identity. */
  note(was: PoIdentity | null, is: PoIdentity | null): void {
    if (was?.customerKey === is?.customerKey && was?.poKey === is?.poKey) return;
    if (was !== null && was.poKey !== null && this.keeps(was.customerKey)) this.#numbering.remove(numbered(was));
    if (is !== null && is.poKey !== null && this.keeps(is.customerKey)) this.#numbering.add(numbered(is));
  }

  around(customerKey: string | null, series: string, value: number): readonly Taken[] {
    if (!this.keeps(customerKey ?? unknown)) throw new Unsure(`the numbers of ${customerKey ?? unknown}`);
    return this.#numbering.around(customerKey, series, value);
  }
}

const numbered = ({ customerKey, poKey }: NumberedIdentity) => ({
  customerKey: customerKey === unknown ? null : customerKey,
  number: readCounters(poKey),
});
