import { idempotencyContract } from '../testing/idempotencyContract.ts';
import { inMemoryIdempotency } from './inMemoryIdempotency.ts';

idempotencyContract(async () => ({ store: inMemoryIdempotency(), close: async () => undefined }));
