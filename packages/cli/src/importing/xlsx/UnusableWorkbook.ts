/**
 * What is wrong with a workbook as a whole. `locked`: another kind of container, which Office uses for files with a
 * password and for those from before 2007. `too-large`: more than `maxBytes` when unpacked. `too-many-rows`: more than
 * `maxRows`.
 */
export type WorkbookProblem = 'no-workbook' | 'locked' | 'damaged' | 'too-large' | 'too-many-rows' | 'no-sheet';

/** The file is no workbook that can be read. */
export class UnusableWorkbook extends Error {
  readonly problem: WorkbookProblem;

  constructor(problem: WorkbookProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}
