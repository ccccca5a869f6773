export { createDatabase, type TestDatabase } from './createDatabase.ts';
export { createTemplate, pgWorld, testSettings } from './pgWorld.ts';
