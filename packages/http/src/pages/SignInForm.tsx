import { useFrame } from './Frame.ts';
import type { Typed } from './Page.ts';
import { Hidden, TextField, Told } from './parts.tsx';

/** What was typed before the session was over, and where it was sent to: an address. */
export interface Kept {
  readonly at: string;
  readonly typed: Typed;
}

/** Fields of a form as one text. */
const typedAsText = (typed: Typed): string =>
  new URLSearchParams(
    Object.entries(typed).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  ).toString();

/** Where somebody signs in. `next`: an address to go to then. */
export const SignInForm = ({
  message,
  good = false,
  hint = null,
  next,
  kept,
  name,
}: {
  readonly message: string | null;
  readonly good?: boolean;
  readonly hint?: string | null;
  readonly next: string | null;
  readonly kept: Kept | null;
  readonly name: string;
}) => {
  const { t, url } = useFrame();
  return (
    <div class="thin">
      <h1>{t.signIn.title}</h1>
      {message !== null && <Told kind={good ? 'good' : 'bad'}>{message}</Told>}
      <section>
        {kept !== null && <p>{t.signIn.kept}</p>}
        {hint !== null && <p class="soft">{hint}</p>}
        <form method="post" action={url('/login')}>
          {next !== null && <Hidden values={{ next }} />}
          {kept !== null && <Hidden values={{ keptAt: kept.at, kept: typedAsText(kept.typed) }} />}
          <TextField
            id="name"
            name="name"
            label={t.signIn.name}
            value={name}
            required
            maxLength={150}
            autoComplete="username"
          />
          <TextField
            id="password"
            name="password"
            type="password"
            label={t.signIn.password}
            required
            maxLength={1000}
            autoComplete="current-password"
          />
          <button type="submit">{t.signIn.button}</button>
        </form>
      </section>
    </div>
  );
};
