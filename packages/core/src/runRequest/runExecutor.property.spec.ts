import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { runExecutorProperties } from '../testing/runExecutorProperties.ts';

runExecutorProperties(inMemoryWorld, { numRuns: Math.round(50 * Number(process.env.FC_SCALE ?? 1)) });
