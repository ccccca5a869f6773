import { isatty } from 'node:tty';

/** Whether somebody wants the command to end: Ctrl-C, SIGTERM, SIGHUP, or a closed pipe. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Wants the end because nobody reads the results any more; `signal.reason` then is `closedPipe`. */
  pipeClosed(): void;
  /** From now on SIGHUP does this, and ends nothing, but when the terminal is gone that the command was started on. */
  onHangUp(work: () => void): void;
}

/** The reason of the signal when a pipe was closed. */
export const closedPipe = 'closed-pipe';

/** What the wrapper sends: how many SIGINTs it has had itself. */
interface WrapperMessage {
  readonly interrupts: number;
}

const isWrapperMessage = (message: unknown): message is WrapperMessage =>
  typeof message === 'object' && message !== null && 'interrupts' in message && typeof message.interrupts === 'number';

/**
 * Listens for signals. The first one asks for a good end; a second SIGINT calls `endNow`. A Ctrl-C reaches this process and
 * its wrapper both, a `kill` only one of them: the greater count of the two is how often somebody meant it.
 */
export const listenForInterruption = (process: NodeJS.Process, endNow: () => void): Interruption => {
  const controller = new AbortController();
  let interrupts = 0;
  const counted = (count: number): void => {
    interrupts = Math.max(interrupts, count);
    controller.abort();
    if (interrupts > 1) endNow();
  };
  let ownInterrupts = 0;
  const onInterrupt = (): void => {
    ownInterrupts += 1;
    counted(ownInterrupts);
  };
  const onEnd = (): void => controller.abort();
  const onMessage = (message: unknown): void => {
    if (isWrapperMessage(message)) counted(message.interrupts);
  };
  process.on('SIGINT', onInterrupt);
  let hangUp = onEnd;
  const onTerminal = process.stderr.isTTY === true;
  process.on('SIGTERM', onEnd);
  process.on('SIGHUP', () => hangUp());
  // A wrapper that was killed takes this process with it, as if there were only one.
  const onDisconnect = (): void => {
    process.kill(process.pid, 'SIGKILL');
  };
  const wrapper = process.env.CYNOW_PO_WRAPPED;
  if (wrapper !== undefined) {
    // What this process starts is not wrapped.
    delete process.env.CYNOW_PO_WRAPPED;
    process.on('message', onMessage);
    process.on('disconnect', onDisconnect);
    process.channel?.unref();
    if (process.connected !== true) onDisconnect();
    // It keeps signals back until now. Whether it still lives, the channel tells.
    process.send?.({ listening: true }, undefined, undefined, () => undefined);
  }
  return {
    signal: controller.signal,
    pipeClosed: () => controller.abort(closedPipe),
    onHangUp(work) {
      hangUp = () => (onTerminal && !isatty(process.stderr.fd) ? onEnd() : work());
    },
  };
};
