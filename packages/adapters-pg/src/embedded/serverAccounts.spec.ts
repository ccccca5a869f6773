import { expect, it } from 'vitest';
import { parsePasswd } from './serverAccounts.ts';

it('reads accounts and passes over comments, negative numbers and lines of other services', () => {
  const text = [
    '# macOS has comments',
    'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false',
    'root:x:0:0:root:/root:/bin/bash',
    '+nis::::::',
    'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash',
    '',
  ].join('\n');
  expect(parsePasswd(text)).toEqual([
    { name: 'root', uid: 0, gid: 0 },
    { name: 'postgres', uid: 101, gid: 104 },
  ]);
});
