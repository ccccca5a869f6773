/** Recorded documents of a run's window whose rows were not in FCMS when the run began. They are outside `checked`. */
export interface MissingDocuments {
  readonly total: number;
  /** By number, the first thousand at most; since when, ISO 8601. */
  readonly documents: readonly { readonly docNo: string; readonly since: string }[];
}

/** How many of them are named. */
export const mostNamed = 1000;
