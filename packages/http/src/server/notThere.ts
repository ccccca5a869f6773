import type { Middleware } from 'koa';
import { securityHeaders } from '../request/securityHeaders.ts';

/** What is answered where nothing of ours is. */
export const notThere: Middleware = (ctx) => {
  ctx.set(securityHeaders);
  ctx.status = 404;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = 'Not Found';
};
