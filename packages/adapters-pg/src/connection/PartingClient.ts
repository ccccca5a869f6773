import pg from 'pg';

/** How long the server may take to close a connection of which it has been told. */
const partingMs = 2000;

/** A client whose `end` always comes to an end: a server that has fallen silent never closes the connection. */
export class PartingClient extends pg.Client {
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    const timer = setTimeout(() => this.connection.stream.destroy(), partingMs);
    this.connection.once('end', () => clearTimeout(timer));
    // A connection that was never made has nothing that ends.
    timer.unref();
    return callback === undefined ? super.end() : super.end(callback);
  }
}
