import type { Principal } from '@cynow/po-core';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../api/Asking.ts';
import { messagesIn } from '../messages/messages.ts';

/** What surrounds every page. */
export interface Frame {
  /** Where the pages hang, as browsers know it. */
  readonly basePath: string;
  /** Where CYNOW is. */
  readonly homeUrl: string;
  readonly language: Language;
  readonly who: Principal | null;
  /** Path and query under the base path, as asked for; what a form was sent to is no place to come back to: `/`. */
  readonly at: string;
  /** Path under the base path, however it was asked for: the menu shows it as where somebody is. */
  readonly path: string;
  readonly readOnly: boolean;
  /** What the administrator tells everybody; null: nothing. */
  readonly notice: string | null;
  /** Whether no other page is there: while the flag hides them. */
  readonly alone: boolean;
}

export const FrameContext = createContext<Frame | null>(null);

/** What surrounds the page that is being rendered, with its texts, and addresses of places under the base path. */
export const useFrame = () => {
  const frame = useContext(FrameContext);
  if (frame === null) throw new Error('There is no frame around what is rendered.');
  return {
    ...frame,
    t: messagesIn(frame.language).pages,
    labels: messagesIn(frame.language).labels,
    messages: messagesIn(frame.language),
    url: (place: string): string => frame.basePath + place,
  };
};
