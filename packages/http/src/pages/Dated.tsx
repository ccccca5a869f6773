import { Fragment } from 'preact';

/** A day, with its time, and with what stands right beside it: `(2025-11-22 21:47)`, `2025-11-22(토)`, `2025-11-22부터`. */
const day = /(\(?(?<![\p{L}\d-])\d{4}-\d{2}-\d{2}(?![\d-])(?: \d{2}:\d{2})?[\p{L}().,]{0,8})/u;

/** A text whose days stay whole: browsers break lines at their hyphens otherwise. */
export const Dated = ({ children }: { readonly children: string }) => (
  <>
    {children.split(day).map((part, i) =>
      // What stands between two matches has even places.
      i % 2 === 0 ? (
        part
      ) : (
        <Fragment key={String(i)}>
          <span class="w">{part}</span>
        </Fragment>
      ),
    )}
  </>
);
