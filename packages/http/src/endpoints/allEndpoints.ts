import { z } from 'zod';
import { type Endpoint, endpoint } from '../api/Endpoint.ts';
import { openApi } from '../api/openApi.ts';
import type { EndpointContext } from '../OrdersPorts.ts';
import { accountEndpoints } from './accounts.ts';
import { cylinderEndpoints } from './cylinders.ts';
import { directoryEndpoints } from './directory.ts';
import { entryEndpoints } from './entry.ts';
import { flagEndpoints } from './flags.ts';
import { orphanEndpoints } from './orphans.ts';
import { poEndpoints, reviewEndpoints } from './pos.ts';
import { readEndpoints, runEndpoints } from './reads.ts';
import { reservationEndpoints } from './reservations.ts';
import { runRequestEndpoints } from './runRequests.ts';
import { nothing } from './schemas.ts';
import { trailEndpoints } from './undo.ts';
import { undoRunEndpoints } from './undoRun.ts';

/** Everything that the API does, and the document that says so. */
export const allEndpoints = (context: EndpointContext, server: string, release: string): readonly Endpoint[] => {
  const all: readonly Endpoint[] = [
    ...readEndpoints(context),
    ...runEndpoints(context),
    ...directoryEndpoints(context),
    ...runRequestEndpoints(context),
    ...undoRunEndpoints(context),
    ...poEndpoints(context),
    ...entryEndpoints(context),
    ...cylinderEndpoints(context),
    ...reviewEndpoints(context),
    ...trailEndpoints(context),
    ...orphanEndpoints(context),
    ...reservationEndpoints(context),
    ...flagEndpoints(context),
    ...accountEndpoints(context),
    endpoint({
      id: 'getOpenApi',
      tag: 'api',
      method: 'GET',
      path: '/api/openapi.json',
      permission: 'read',
      summary: { ko: '이 API의 설명(OpenAPI)', en: 'What this API is (OpenAPI)' },
      params: nothing,
      query: nothing,
      body: null,
      status: 200,
      result: z.looseObject({ openapi: z.literal('3.1.0') }),
      handle: async ({ asking }) => ({ value: openApi(all, server, asking.language, release) }),
    }),
  ];
  return all;
};
