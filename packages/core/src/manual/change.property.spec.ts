import { changeProperties } from '../testing/changeProperties.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';

changeProperties(inMemoryWorld, { numRuns: 300 });
