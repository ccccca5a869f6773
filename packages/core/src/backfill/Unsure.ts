/**
 * What was looked up is not enough to decide with: a batch on its way took away more than was foreseen, or what was kept has
 * grown old. The batch is looked up and decided anew, with nothing on its way.
 */
export class Unsure extends Error {}
