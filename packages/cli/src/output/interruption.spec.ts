import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { closedPipe, listenForInterruption } from './interruption.ts';

const fakeProcess = ({ wrapped = false, connected = true, isTTY = false } = {}) => {
  const killed: string[] = [];
  const sent: unknown[] = [];
  const process = Object.assign(new EventEmitter(), {
    env: wrapped ? { CYNOW_PO_WRAPPED: '1' } : {},
    pid: 2,
    // No descriptor of a terminal.
    stderr: { isTTY, fd: 999_999 },
    connected,
    channel: { unref: () => undefined },
    send: (message: unknown) => sent.push(message),
    kill: (_pid: number, signal: string) => killed.push(signal),
  });
  let endedNow = 0;
  const interruption = listenForInterruption(process as unknown as NodeJS.Process, () => {
    endedNow += 1;
  });
  return { process, killed, sent, interruption, endedNow: () => endedNow };
};

describe('an interruption', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('comes with %s', (signal) => {
    const { process, interruption, endedNow } = fakeProcess();
    process.emit(signal);
    expect([interruption.signal.aborted, endedNow()]).toEqual([true, 0]);
  });

  it('does not come with SIGHUP once a command means something else by it', () => {
    const { process, interruption } = fakeProcess();
    let reloads = 0;
    interruption.onHangUp(() => {
      reloads += 1;
    });
    process.emit('SIGHUP');
    expect([interruption.signal.aborted, reloads]).toEqual([false, 1]);
    process.emit('SIGTERM');
    expect(interruption.signal.aborted).toBe(true);
  });

  it('comes with SIGHUP all the same when the terminal is gone', () => {
    const { process, interruption } = fakeProcess({ isTTY: true });
    let reloads = 0;
    interruption.onHangUp(() => {
      reloads += 1;
    });
    process.emit('SIGHUP');
    expect([interruption.signal.aborted, reloads]).toEqual([true, 0]);
  });

  it('comes with a closed pipe, and says so', () => {
    const { interruption } = fakeProcess();
    interruption.pipeClosed();
    expect(interruption.signal.reason).toBe(closedPipe);
  });

  it('ends the command at once when SIGINT comes a second time, but not with other signals', () => {
    const { process, endedNow } = fakeProcess();
    process.emit('SIGTERM');
    process.emit('SIGHUP');
    process.emit('SIGINT');
    expect(endedNow()).toBe(0);
    process.emit('SIGINT');
    expect(endedNow()).toBe(1);
  });

  it('counts a Ctrl-C once that reaches the wrapper and the program, and twice when it came twice', () => {
    const { process, interruption, endedNow } = fakeProcess({ wrapped: true });
    process.emit('SIGINT');
    process.emit('message', { interrupts: 1 });
    expect([interruption.signal.aborted, endedNow()]).toEqual([true, 0]);
    process.emit('message', { interrupts: 2 });
    expect(endedNow()).toBe(1);
  });

  it('comes from the wrapper alone, too, and other messages are none', () => {
    const { process, interruption } = fakeProcess({ wrapped: true });
    for (const message of [null, 'x', {}, { interrupts: 'x' }]) process.emit('message', message);
    expect(interruption.signal.aborted).toBe(false);
    process.emit('message', { interrupts: 1 });
    expect(interruption.signal.aborted).toBe(true);
  });

  it('tells the wrapper from when on it may pass signals on', () => {
    expect(fakeProcess({ wrapped: true }).sent).toEqual([{ listening: true }]);
    expect(fakeProcess().sent).toEqual([]);
  });

  it('is the end when the wrapper has died', () => {
    const { process, killed } = fakeProcess({ wrapped: true });
    process.emit('disconnect');
    expect(killed).toEqual(['SIGKILL']);
    expect(fakeProcess({ wrapped: true, connected: false }).killed).toEqual(['SIGKILL']);
    expect(fakeProcess({ connected: false }).killed).toEqual([]);
  });
});
