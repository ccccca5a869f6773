import { expect, it } from 'vitest';
import { embeddedRefusal } from './embedded.ts';

it('the embedded PostgreSQL stands in for a missing database, but not in production and not under systemd', () => {
  expect(embeddedRefusal({}, false)).toBeNull();
  expect(embeddedRefusal({ NODE_ENV: 'production' }, true)).toBe('production');
  expect(embeddedRefusal({ INVOCATION_ID: '0123' }, false)).toBe('systemd');
  // A desktop's terminals are started by systemd, too.
  expect(embeddedRefusal({ INVOCATION_ID: '0123' }, true)).toBeNull();
});
