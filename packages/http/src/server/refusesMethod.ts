import type { Context } from 'koa';

/** Where things are only read: answers 405 to every other method, and says whether it did. */
export const refusesMethod = (ctx: Context): boolean => {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return false;
  ctx.status = 405;
  ctx.set('Allow', 'GET, HEAD');
  return true;
};
