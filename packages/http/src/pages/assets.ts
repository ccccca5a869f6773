import { createHash } from 'node:crypto';
import { z } from 'zod';
import { openPage, type Page } from './Page.ts';
import { styles } from './styles.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0b4f8a"/>' +
  '<path d="M11 25V8h6.2a5.3 5.3 0 0 1 0 10.6H11" fill="none" stroke="#fff" stroke-width="3.2"/></svg>';

/** Where the stylesheet and the icon are: their names change with what they hold, so that browsers keep them for long. */
export const assetPaths = {
  styles: `/assets/${hashOf(styles)}.css`,
  icon: `/assets/${hashOf(icon)}.svg`,
} as const satisfies Record<string, `/${string}`>;

const asset = (id: string, path: `/${string}`, type: string, text: string): Page =>
  openPage({
    id,
    method: 'GET',
    path,
    params: z.strictObject({}),
    query: z.strictObject({}),
    form: null,
    handle: async () => ({ asset: text, type }),
  });

export const assetPages = (): readonly Page[] => [
  asset('styles', assetPaths.styles, 'text/css; charset=utf-8', styles),
  asset('icon', assetPaths.icon, 'image/svg+xml', icon),
];
