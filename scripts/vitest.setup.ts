import fc from 'fast-check';

const seed = Number(process.env.FC_SEED ?? Math.floor(Math.random() * 2 ** 31));
const scale = Number(process.env.FC_SCALE ?? 1);

/** Every failure of a property prints its seed; FC_SEED repeats a run, FC_SCALE multiplies the number of tries. */
fc.configureGlobal({ seed, numRuns: Math.max(1, Math.round(100 * scale)) });
