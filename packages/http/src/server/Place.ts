/** Where a server listens: an address, a socket in the file system, or a socket that whoever started us has opened. */
export type Place = Address | { readonly path: string } | { readonly fd: number };

export interface Address {
  readonly host: string;
  readonly port: number;
}
