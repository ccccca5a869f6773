import { z } from 'zod';
import { fieldsOf } from '../api/readRequest.ts';
import { messagesIn } from '../messages/messages.ts';
import { sessionForgotten, sessionKept } from '../request/cookies.ts';
import { useFrame } from './Frame.ts';
import { openPage, type Page, type PageAnswer, type Visit } from './Page.ts';
import { nothing, type PageContext, placeUnder } from './PageContext.ts';
import { type Kept, SignInForm } from './SignInForm.tsx';
import { TypedFields } from './TypedFields.tsx';

/** What was typed before the session was over, to be looked at and sent again. */
const Resume = ({ at, typed }: Kept) => {
  const { t } = useFrame();
  const all = Object.entries(typed).flatMap(([name, value]) => [value].flat().map((each) => ({ name, each })));
  return (
    <>
      <h1>{t.resume.title}</h1>
      <section>
        <p>{t.resume.intro}</p>
        <TypedFields typed={typed} />
        <form method="post" action={at}>
          {all.map(({ name, each }, i) => (
            <input key={String(i)} type="hidden" name={name} value={each} />
          ))}
          <p>
            <button type="submit">{t.resume.button}</button>
          </p>
        </form>
      </section>
    </>
  );
};

const form = z.strictObject({
  name: z.string().max(150),
  password: z.string().max(1000),
  next: z.string().max(4000).optional(),
  keptAt: z.string().max(4000).optional(),
  kept: z.string().max(200_000).optional(),
});

const passwordWays = ['own', 'django-password'] as const;

/** Signing in and out. */
export const signInPages = ({ ports: { accounts }, basePath, auth, log }: PageContext): readonly Page[] => {
  const hasPasswords = passwordWays.some((way) => auth.includes(way));

  const shown = (
    visit: Visit,
    {
      message = null,
      good = false,
      next = null,
      kept = null,
      name = '',
      ...rest
    }: {
      message?: string | null;
      good?: boolean;
      next?: string | null;
      kept?: Kept | null;
      name?: string;
    } & Partial<Extract<PageAnswer, { title: string }>>,
  ): PageAnswer => {
    const { signIn } = messagesIn(visit.language).pages;
    const hint =
      visit.who !== null ? signIn.already(visit.who.user) : auth.includes('django-password') ? signIn.cynow : null;
    const body = hasPasswords ? (
      <SignInForm message={message} good={good} hint={hint} next={next} kept={kept} name={name} />
    ) : (
      <>
        <h1>{signIn.title}</h1>
        <section>
          <p>{signIn.onlyCynow}</p>
        </section>
      </>
    );
    return { title: signIn.title, body, ...rest };
  };

  /** What was kept comes back from the browser: it goes nowhere but to a place of ours. */
  const keptIn = (at: string | undefined, text: string | undefined): Kept | null =>
    at === undefined || text === undefined || placeUnder(basePath, at) === null ? null : { at, typed: fieldsOf(text) };

  return [
    openPage({
      id: 'signInForm',
      method: 'GET',
      path: '/login',
      params: nothing,
      query: z.strictObject({
        next: z.string().max(4000).optional(),
        over: z.literal('1').optional(),
        out: z.literal('1').optional(),
      }),
      form: null,
      async handle({ query, visit }) {
        const { signIn } = messagesIn(visit.language).pages;
        const next = query.next === undefined ? null : placeUnder(basePath, basePath + query.next);
        const message = query.over === undefined ? (query.out === undefined ? null : signIn.out) : signIn.over;
        return shown(visit, { message, good: query.over === undefined, next });
      },
    }),
    openPage({
      id: 'signIn',
      method: 'POST',
      path: '/login',
      params: nothing,
      query: nothing,
      form,
      whileReadOnly: true,
      async handle({ form: { name, password, next, keptAt, kept: keptText }, visit }) {
        const { signIn, resume } = messagesIn(visit.language).pages;
        const kept = keptIn(keptAt, keptText);
        const place = next === undefined ? null : placeUnder(basePath, basePath + next);
        const again = { kept, next: place, name };
        if (!hasPasswords) return shown(visit, {});
        const result = await accounts.signIn({ name, password, address: visit.address, replaces: visit.session });
        switch (result.outcome) {
          case 'refused':
            log.warn(
              { requestId: visit.requestId, because: result.because, address: visit.address },
              'sign-in refused',
            );
            return shown(visit, { ...again, message: signIn.refused, status: 401 });
          case 'wait':
            return shown(visit, {
              ...again,
              message: signIn.wait(result.seconds),
              status: 429,
              retryAfterSeconds: result.seconds,
            });
          case 'signed-in': {
            const cookies = [sessionKept(result.secret, { basePath, scheme: visit.scheme })];
            return kept === null
              ? { to: place ?? '/', cookies }
              : { title: resume.title, body: <Resume {...kept} />, cookies };
          }
        }
      },
    }),
    openPage({
      id: 'signOut',
      method: 'POST',
      path: '/logout',
      params: nothing,
      query: nothing,
      form: nothing,
      whileReadOnly: true,
      async handle({ visit: { session, scheme } }) {
        if (session !== null) await accounts.signOut(session);
        return { to: '/login?out=1', cookies: [sessionForgotten({ basePath, scheme })] };
      },
    }),
  ];
};
