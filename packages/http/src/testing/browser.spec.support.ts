import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import chromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium';
import { type Browser, chromium as launcher } from 'playwright-core';

const run = promisify(execFile);

/** Why there is no browser here; null: there is one. It comes as a package, built for one platform only. */
export const noBrowser =
  process.platform === 'linux' && process.arch === 'x64'
    ? null
    : `the packaged Chromium is for linux x64, this is ${process.platform} ${process.arch}`;

/** Weakens what the pages are tried for, or lets one page's end be the browser's. */
const unwanted: ReadonlySet<string> = new Set([
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--disable-site-isolation-trials',
  '--allow-running-insecure-content',
]);

/** The libraries that Chromium needs, where the system has none: they come with it. */
const withLibraries = async (executable: string): Promise<void> => {
  const { stdout } = await run('ldd', [executable]);
  if (!stdout.includes('not found')) return;
  const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
  await inflate(join(bin, 'al2023.tar.br'));
  setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
};

/** A real browser, to which `plant.test` is this machine: a host like the plant's, without HTTPS, and not localhost. */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = await chromium.executablePath();
  if (!existsSync(executablePath)) throw new Error(`No browser at ${executablePath}`);
  await withLibraries(executablePath);
  return launcher.launch({
    executablePath,
    headless: true,
    args: [...chromium.args.filter((each) => !unwanted.has(each)), '--host-resolver-rules=MAP plant.test 127.0.0.1'],
  });
};
