import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { tries } from '../testing/tries.ts';
import { undoRunProperties } from '../testing/undoRunProperties.ts';

undoRunProperties(inMemoryWorld, tries(3));
