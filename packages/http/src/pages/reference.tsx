import { referenceTexts } from '../messages/reference.ts';
import { Reference } from '../reference/Reference.tsx';
import { type Page, page } from './Page.ts';
import { nothing, type PageContext } from './PageContext.ts';

/** The description of the API for people to read. */
export const referencePages = ({ describeApi }: PageContext): readonly Page[] => [
  page({
    id: 'reference',
    method: 'GET',
    path: '/api/',
    permission: 'read',
    params: nothing,
    query: nothing,
    form: null,
    handle: async ({ visit: { language } }) => ({
      title: referenceTexts(language).title,
      body: <Reference document={describeApi(language)} />,
    }),
  }),
];
