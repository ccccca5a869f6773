import type { Permission, Principal } from '@cynow/po-core';
import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import type { Asking } from '../api/Asking.ts';
import type { InvalidPlace, Problem } from '../problem/Problem.ts';

/** What somebody typed into a form: fields by name, of those given several times a list. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** What a page needs to know of who looks at it. */
export interface Visit extends Pick<Asking, 'requestId' | 'language' | 'at'> {
  /** Null: nobody is signed in, which only pages open to anybody meet. */
  readonly who: Principal | null;
  /** The client's address, as far as it can be believed. */
  readonly address: string;
  /** The secret of the browser's session with us; null: it has none. */
  readonly session: string | null;
  readonly scheme: 'http' | 'https';
  /** Whether writing is refused at the moment: then there are no buttons for it. */
  readonly readOnly: boolean;
}

/** A visit of somebody who is signed in and may see the page. */
export type Visitor = Visit & Asking;

interface Given<P, Q, F, V> {
  readonly params: P;
  readonly query: Q;
  readonly form: F;
  readonly visit: V;
}

/** What a page answers. Places are paths under the base path. */
export type PageAnswer =
  | {
      readonly title: string;
      readonly body: ComponentChildren;
      readonly status?: 200 | 201 | 401 | 412 | 422 | 429;
      readonly cookies?: readonly string[];
      readonly retryAfterSeconds?: number;
      /** Where the menu says that somebody is, when that is not the page itself: whence they came, and will go on. */
      readonly within?: string;
    }
  | { readonly to: string; readonly cookies?: readonly string[] }
  | { readonly asset: string; readonly type: string }
  | { readonly problem: Problem };

/** A page, or what a form on one does: declared once, for validation, types and permissions. */
export interface Page<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodObject = z.ZodObject,
  F extends z.ZodType = z.ZodType,
  V = Visitor,
> {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** Under the base path; parameters in braces. */
  readonly path: `/${string}`;
  /** `anybody`: also who is not signed in, or not let in by the flag as long as it is on for anybody at all. */
  readonly permission: Permission | 'anybody';
  readonly params: P;
  /** What else an address brings along (a link from a mail, a program that counts visits) is none of the page's. */
  readonly query: Q;
  /** What is sent with the form; null where there is none. */
  readonly form: F | null;
  /** Whether it is carried out in read-only times, too. */
  readonly whileReadOnly?: boolean;
  /** Whether what was typed is kept for after signing in, when the session is over. Never where passwords are typed. */
  readonly keepsTyped?: boolean;
  handle(given: Given<z.output<P>, z.output<Q>, z.output<F>, V>): Promise<PageAnswer>;
  /** Shows the form again with what was typed, when that cannot be right; without it, there is a page that says so. */
  again?(
    given: Given<z.output<P>, z.output<Q>, Typed, V> & { readonly places: readonly InvalidPlace[] },
  ): Promise<PageAnswer>;
}

/** Declares a page with its types inferred from its schemas. */
export const page = <P extends z.ZodType, Q extends z.ZodObject, F extends z.ZodType>(
  declared: Page<P, Q, F> & { readonly permission: Permission },
  // The schemas check what the page is given; the table of pages needs to know no more of its types.
): Page => declared as unknown as Page;

/** Declares a page that is there for anybody. */
export const openPage = <P extends z.ZodType, Q extends z.ZodObject, F extends z.ZodType>(
  declared: Omit<Page<P, Q, F, Visit>, 'permission'>,
): Page => ({ ...declared, permission: 'anybody' }) as unknown as Page;
