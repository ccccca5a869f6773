import { accountPages } from './account.tsx';
import { assetPages } from './assets.ts';
import { flagPages } from './flag.tsx';
import type { Page } from './Page.ts';
import type { PageContext } from './PageContext.ts';
import { poPages } from './po.tsx';
import { poListPages } from './poList.tsx';
import { referencePages } from './reference.tsx';
import { reviewPages } from './review.tsx';
import { signInPages } from './signIn.tsx';
import { undoPages } from './undo.ts';

/** Every page. */
export const allPages = (context: PageContext): readonly Page[] => [
  ...poListPages(context),
  ...poPages(context),
  ...reviewPages(context),
  ...undoPages(context),
  ...flagPages(context),
  ...accountPages(context),
  ...referencePages(context),
  ...signInPages(context),
  ...assetPages(),
];
