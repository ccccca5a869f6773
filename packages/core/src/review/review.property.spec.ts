import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { reviewProperties } from '../testing/reviewProperties.ts';
import { tries } from '../testing/tries.ts';

reviewProperties(inMemoryWorld, tries(3));
