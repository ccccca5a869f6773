/** The roles of people: each may do what those before it may. */
export const roles = ['viewer', 'editor', 'admin'] as const;

export type Role = (typeof roles)[number];

/** The one flag there is: whether people have PO management (rules 10). */
export const flagKey = 'po_management';

/** What is stored of the flag. */
export interface FlagState {
  /** `off`: for everybody. `maintenance`: people who are signed in see a notice, nobody else sees anything. */
  readonly state: 'off' | 'maintenance' | 'on';
  /** Pages show, and refuse every write. */
  readonly readOnly: boolean;
  /** Who has it while it is on: these, and those of `roles`. Neither these nor a percentage: everybody. */
  readonly users: readonly string[];
  readonly roles: readonly Role[];
  /** The share of the users that has it, 0–100 in steps of 0.01; null: not by share. */
  readonly percent: number | null;
  /** Shown in the maintenance state. */
  readonly maintenanceText: string | null;
  /** Shown as a banner on all pages. */
  readonly notice: string | null;
}

/** The state after the first migration. */
export const initialFlag: FlagState = {
  state: 'off',
  readOnly: false,
  users: [],
  roles: [],
  percent: null,
  maintenanceText: null,
  notice: null,
};
