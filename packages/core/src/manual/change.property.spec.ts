import { changeProperties } from '../testing/changeProperties.ts';
import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { tries } from '../testing/tries.ts';

changeProperties(inMemoryWorld, tries(3));
