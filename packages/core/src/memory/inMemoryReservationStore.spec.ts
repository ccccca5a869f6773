import { inMemoryWorld } from '../testing/inMemoryWorld.ts';
import { reservationStoreContract } from '../testing/reservationStoreContract.ts';

reservationStoreContract(inMemoryWorld);
