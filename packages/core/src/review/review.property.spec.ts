import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { reviewProperties } from '../testing/reviewProperties.ts';

reviewProperties(inMemoryWorld, { numRuns: 300 });
