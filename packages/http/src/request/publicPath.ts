/**
 * The base path as browsers and clients know it: that of `publicUrl`, which a proxy may take to another one on our side. A
 * public address that is only a host says nothing of it.
 */
export const publicPath = (basePath: string, publicUrl: string | null): string => {
  const typed = publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  return typed === '' ? basePath : typed;
};
