/** One thing that happened, as a client of a stream is told it. */
export interface ServerEvent {
  /** What the client says when it comes again (`Last-Event-ID`), to be told what followed. */
  readonly id: string;
  readonly name: string;
  /** As JSON. */
  readonly data: unknown;
}

/** What happens, asked for again and again, from any process: some of it at a time, so that nothing has to be held. */
export interface EventFeed {
  /** What has happened since the last time. `ended`: nothing more will. */
  next(): Promise<{ readonly events: readonly ServerEvent[]; readonly ended: boolean }>;
}
