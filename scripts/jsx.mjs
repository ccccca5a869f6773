/**
 * Lets node run the pages from their sources: it takes types away by itself, but knows no JSX. Used with
 * `node --conditions=@cynow/source --import ./scripts/jsx.mjs …`; what is built needs none of it.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return next(url, context);
    const path = fileURLToPath(url);
    // Only now: most of what runs from sources never meets a page.
    const { transformSync } = require('rolldown/utils');
    const { code, errors } = transformSync(path, readFileSync(path, 'utf8'), {
      lang: 'tsx',
      jsx: { runtime: 'automatic', importSource: 'preact' },
    });
    const [error] = errors;
    if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
    return { format: 'module', shortCircuit: true, source: code };
  },
});
