import { loadFcms } from '../demo/loadFcms.ts';
import type { TestDatabase } from '../testing/createDatabase.ts';
import { createTemplate } from '../testing/pgWorld.ts';

/** The day that the examples of the core's testing entry happen on; the demo data end on it, too. */
const endOn = '2025-11-22';

/** A database with our schema, empty, and generated documents without their cylinders, to be copied for each test. */
export const loadedTemplate = async (documents: number, seed = 1, serverUrl?: string): Promise<TestDatabase> => {
  const template = await createTemplate(serverUrl);
  await loadFcms(template.url, { seed, documents, endOn, historiesPerDocument: 0 });
  return template;
};
