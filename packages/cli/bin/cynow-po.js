#!/usr/bin/env node
/**
 * The command `cynow-po`. Plain JavaScript, so that any Node from 20 on can start it: the program itself wants Node 24,
 * and where this one is older it is run by the Node 24 that the installation brought. It runs in a process of its own, as
 * only there V8 can be told how to use memory.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const notReady = 4;
/** What a run reads lives as long as a batch. With half the usual room for the young it is found dead sooner: 260 MB for 360. */
const v8Options = ['--max-semi-space-size=16'];
const program = new URL('../dist/main.js', import.meta.url);

const refuse = (korean, english) => {
  console.error(`${korean}\n${english}`);
  process.exit(notReady);
};

/** The Node of the installation; undefined when it is not there, as after `npm ci --ignore-scripts`. */
const pinnedNode = () => {
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return ['bin/node', 'bin/node.exe'].map((file) => join(directory, file)).find((file) => existsSync(file));
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

/** A socket that systemd has opened for this process comes as its fourth descriptor; the child has it as its fifth. */
const handedOver = process.env.LISTEN_FDS === '1' && process.env.LISTEN_PID === String(process.pid) ? [3] : [];

const runBy = (node) => {
  // By the path as it was typed: through a link to the current release, the server's workers follow it when they are replaced.
  const child = spawn(node, [...v8Options, process.argv[1], ...process.argv.slice(2)], {
    // The fourth is a channel: it tells the child of Ctrl-C, and its closing of our death, even by SIGKILL.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc', ...handedOver],
    env: {
      ...process.env,
      CYNOW_PO_WRAPPED: String(process.pid),
      ...(handedOver.length > 0 && { CYNOW_PO_LISTEN_FD: '4' }),
    },
  });
  let interrupts = 0;
  // A Ctrl-C reaches the child as well, so that passing the signal on would count it twice: the count is passed on.
  process.on('SIGINT', () => {
    interrupts += 1;
    if (child.connected) child.send({ interrupts }, () => undefined);
  });
  // Before the child listens for it, a signal would end it in the middle of whatever it begins with.
  let early = [];
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (early === null) child.kill(signal);
      else early.push(signal);
    });
  }
  child.once('message', () => {
    for (const signal of early) child.kill(signal);
    early = null;
  });
  child.on('error', (error) =>
    refuse(
      `Node.js 24를 실행할 수 없습니다: ${node} (${error.message}). 다시 설치하십시오: npm ci`,
      `Cannot run Node.js 24: ${node} (${error.message}). Install again: npm ci`,
    ),
  );
  child.on('exit', (code, signal) => {
    // As every shell counts: 128 and the signal's number.
    process.exit(code ?? 128 + constants.signals[signal]);
  });
};

if (!existsSync(program)) {
  refuse(
    '프로그램이 아직 빌드되지 않았습니다. 저장소의 최상위 폴더에서 실행하십시오: npm ci (또는 npm run build)',
    'The program has not been built. Run in the root of the clone: npm ci (or npm run build)',
  );
} else if (v8Options.every((option) => process.execArgv.includes(option))) {
  await import(program.href);
} else {
  const node = Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : pinnedNode();
  if (node === undefined) {
    refuse(
      `Node.js 24가 필요합니다(지금은 ${process.version}). 저장소의 최상위 폴더에서 npm ci를 실행하거나 Node.js 24 이상을 설치하십시오.`,
      `Node.js 24 is needed (this is ${process.version}). Run npm ci in the root of the clone, or install Node.js 24 or later.`,
    );
  } else {
    runBy(node);
  }
}
