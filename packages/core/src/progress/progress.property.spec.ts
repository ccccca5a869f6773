import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { progressProperties } from '../testing/progressProperties.ts';

progressProperties(inMemoryWorld);
