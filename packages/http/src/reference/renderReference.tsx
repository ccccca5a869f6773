import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../api/Asking.ts';
import type { ApiDocument } from '../api/openApi.ts';
import { referenceTexts } from '../messages/reference.ts';
import { Reference } from './Reference.tsx';

const styles = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:72rem;margin:0 auto;padding:1rem}',
  'code,pre{font:.9rem/1.4 ui-monospace,monospace}',
  'pre{overflow:auto;max-height:30rem;padding:.75rem;border:1px solid;border-radius:.25rem}',
  'table{border-collapse:collapse;margin:.5rem 0;display:block;overflow:auto}',
  'caption{text-align:start;font-weight:bold}',
  'th,td{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top;font-weight:normal}',
  'thead th{font-weight:bold}',
  'th p{margin:0;max-width:30rem}',
  'article{margin:0 0 2rem;padding:.5rem 0;border-top:1px solid}',
  'nav ul{list-style:none;padding:0}',
  '@media print{details{display:none}}',
].join('');

/** The page brings its stylesheet along, named by its hash, and fetches nothing. */
export const referenceHeaders = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
} as const;

/** The document of the API as a page of its own. */
export const renderReference = (document: ApiDocument, language: Language, documentUrl: string): string =>
  `<!doctype html>${renderToString(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{document.info.title}</title>
        {/* Ours, and constant; escaped it would be another stylesheet than the one that is named by its hash. */}
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <Reference document={document} texts={referenceTexts(language)} documentUrl={documentUrl} />
      </body>
    </html>,
  )}`;
