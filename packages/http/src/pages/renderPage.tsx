import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Frame, FrameContext } from './Frame.ts';
import { Layout } from './Layout.tsx';
import { styles } from './styles.ts';

/** A page as it is sent. */
export interface Rendered {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const inlineStyle = `'sha256-${createHash('sha256').update(styles).digest('base64')}'`;

/**
 * Renders a page with all that surrounds it. While it is the only one that is there, it brings its stylesheet along: nothing else
 * can be fetched then.
 */
export const renderPage = (title: string, body: ComponentChildren, frame: Frame): Rendered => {
  const html = renderToString(
    <FrameContext.Provider value={frame}>
      <Layout title={title}>{body}</Layout>
    </FrameContext.Provider>,
  );
  return {
    html: `<!doctype html>${html}`,
    headers: {
      'Content-Security-Policy':
        `default-src 'none'; style-src ${frame.alone ? inlineStyle : "'self'"}; img-src 'self'; form-action 'self'; ` +
        "base-uri 'none'; frame-ancestors 'none'",
      // With less, browsers tell no origin with forms on plain HTTP, and we could not know them for our own.
      'Referrer-Policy': 'same-origin',
      'Content-Language': frame.language,
    },
  };
};
