import { describe, expect, it } from 'vitest';
import { listenProblem } from './listenProblem.ts';

const port = { host: '127.0.0.1', port: 80 };
const path = { path: '/run/cynow-po/http.sock' };
const nothing = { isDirectoryThere: true, isOtherFile: false };

describe('why a server cannot listen', () => {
  it.each([
    ['EADDRINUSE', port, nothing, 'in-use'],
    ['EADDRINUSE', path, nothing, 'in-use'],
    ['EADDRINUSE', path, { ...nothing, isOtherFile: true }, 'no-socket'],
    ['EACCES', port, nothing, 'port-forbidden'],
    ['EACCES', path, nothing, 'directory-forbidden'],
    ['EPERM', path, nothing, 'directory-forbidden'],
    ['EACCES', path, { ...nothing, isDirectoryThere: false }, 'no-directory'],
    ['ENOTDIR', path, { ...nothing, isDirectoryThere: false }, 'no-directory'],
    ['EADDRNOTAVAIL', port, nothing, 'not-here'],
    ['ENOTFOUND', port, nothing, 'unknown-host'],
    ['EINVAL', { fd: 3 }, nothing, 'not-handed-over'],
    ['EMFILE', port, nothing, null],
  ] as const)('%s at %j: %j is %s', (code, place, around, problem) => {
    expect(listenProblem(code, place, around)).toBe(problem);
  });
});
