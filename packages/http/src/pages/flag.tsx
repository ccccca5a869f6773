import { type FlagProcess, flagChanged, type Role, roles, type StoredFlag } from '@cynow/po-core';
import { z } from 'zod';
import { time } from '../messages/format.ts';
import { messagesIn } from '../messages/messages.ts';
import { flagPath } from '../request/gate.ts';
import { Dated } from './Dated.tsx';
import { useFrame } from './Frame.ts';
import { type Page, type PageAnswer, page, type Typed, type Visitor } from './Page.ts';
import { nothing, type PageContext } from './PageContext.ts';
import { ErrorSummary, type FieldError, Hidden, Table, TextArea, TextField, Told, typedText } from './parts.tsx';

const states = ['off', 'maintenance', 'on'] as const;

/** A share below so many users lets in whom chance chooses. */
const leastForShare = 100;

/** Processes that have told nothing for a day are gone; for so long, they do not answer. */
const forgottenAfterMs = 24 * 60 * 60 * 1000;
const silentAfterMs = 30 * 1000;

const Processes = ({
  processes,
  flag,
  at,
}: {
  readonly processes: readonly FlagProcess[];
  readonly flag: StoredFlag;
  readonly at: Date;
}) => {
  const { t } = useFrame();
  const { column, processStates } = t.flag;
  return (
    <section>
      <h2>{t.flag.processes}</h2>
      {processes.length === 0 ? (
        <p>{t.flag.noProcesses}</p>
      ) : (
        <>
          <p class="soft">{t.flag.processesHelp}</p>
          <Table
            caption={t.flag.processes}
            unseen
            head={[
              column.host,
              column.command,
              { n: column.pid },
              column.release,
              column.state,
              column.seenAt,
              column.agrees,
            ]}
          >
            {processes.map((each) => {
              const isSilent = at.getTime() - each.seenAt.getTime() > silentAfterMs;
              const agrees = each.version === flag.version || each.state === 'machine-off';
              return (
                <tr key={each.id}>
                  <th scope="row">{each.host}</th>
                  <td>{each.command}</td>
                  <td class="n">{each.pid}</td>
                  <td>{each.release}</td>
                  <td>{processStates[each.state]}</td>
                  <td class="w">{time(each.seenAt)}</td>
                  <td>
                    {isSilent ? (
                      <span class="tag high">{t.flag.silent}</span>
                    ) : agrees ? (
                      t.flag.agrees
                    ) : (
                      <span class="tag medium">{t.flag.behind}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </Table>
        </>
      )}
    </section>
  );
};

/** The flag as fields of a form. */
const fieldsOf = (flag: StoredFlag): Typed => ({
  state: flag.state,
  ...(flag.readOnly ? { readOnly: '1' } : {}),
  users: flag.users.join('\n'),
  roles: flag.roles,
  percent: flag.percent === null ? '' : String(flag.percent),
  notice: flag.notice ?? '',
  maintenanceText: flag.maintenanceText ?? '',
  version: String(flag.version),
});

const FlagForm = ({ fields, errors }: { readonly fields: Typed; readonly errors: readonly FieldError[] }) => {
  const { t, labels, url } = useFrame();
  const { flag } = t;
  const field = (name: string) => ({ id: name, name, value: typedText(fields, name), errors });
  const chosen = [fields.roles ?? []].flat();
  return (
    <form method="post" action={url(flagPath)}>
      <Hidden values={{ version: typedText(fields, 'version') }} />
      <fieldset>
        <legend>{flag.state}</legend>
        {states.map((state) => (
          <div key={state} class="choice">
            <input
              type="radio"
              id={`state-${state}`}
              name="state"
              value={state}
              checked={typedText(fields, 'state') === state}
              aria-describedby={`state-${state}-hint`}
              required
            />
            <span>
              <label for={`state-${state}`}>{flag.states[state]}</label>{' '}
              <span class="soft small" id={`state-${state}-hint`}>
                {flag.stateHelp[state]}
              </span>
            </span>
          </div>
        ))}
      </fieldset>
      <div class="field choice">
        <input
          type="checkbox"
          id="readOnly"
          name="readOnly"
          value="1"
          checked={typedText(fields, 'readOnly') === '1'}
          aria-describedby="readOnly-hint"
        />
        <span>
          <label for="readOnly">{flag.readOnly}</label>{' '}
          <span class="soft small" id="readOnly-hint">
            {flag.readOnlyHelp}
          </span>
        </span>
      </div>
      <h3>{flag.audience}</h3>
      <TextArea {...field('users')} label={flag.users} hint={flag.usersHelp} maxLength={200_000} />
      <fieldset>
        <legend>{flag.roles}</legend>
        {roles.map((role) => (
          <div key={role} class="choice">
            <input type="checkbox" id={`role-${role}`} name="roles" value={role} checked={chosen.includes(role)} />
            <label for={`role-${role}`}>{labels.roles[role]}</label>
          </div>
        ))}
      </fieldset>
      <TextField
        {...field('percent')}
        label={flag.percent}
        hint={`${flag.percentHelp} ${flag.percentAdvice}`}
        maxLength={10}
      />
      <TextArea {...field('notice')} label={flag.notice} hint={flag.noticeHelp} />
      <TextArea {...field('maintenanceText')} label={flag.maintenanceText} hint={flag.maintenanceHelp} />
      <button type="submit">{flag.save}</button>
    </form>
  );
};

const names = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const oneRole = z.enum(roles);

const flagForm = z.strictObject({
  version: z.string().regex(/^\d{1,15}$/),
  state: z.enum(states),
  readOnly: z.literal('1').optional(),
  users: z.string().max(200_000),
  roles: z.union([oneRole, z.array(oneRole).max(roles.length)]).optional(),
  percent: z.string().max(20),
  notice: z.string().max(10_000),
  maintenanceText: z.string().max(10_000),
});

/** The flag: for administrators, also while everything else is hidden. */
export const flagPages = ({ ports }: PageContext): readonly Page[] => {
  const shown = async (
    visit: Visitor,
    {
      fields,
      errors = [],
      message = null,
      saved = false,
      status = 200,
    }: {
      readonly fields?: Typed;
      readonly errors?: readonly FieldError[];
      readonly message?: string | null;
      readonly saved?: boolean;
      readonly status?: 200 | 412 | 422;
    },
  ): Promise<PageAnswer> => {
    const { at, language } = visit;
    const { flag: texts } = messagesIn(language).pages;
    const [stored, processes, users] = await Promise.all([
      ports.flags.read(),
      ports.flags.processes(new Date(at.getTime() - forgottenAfterMs)),
      ports.accounts.users.list(),
    ]);
    const { state, readOnly, changedAt, changedBy, percent } = stored;
    const body = (
      <>
        <h1>{texts.title}</h1>
        {saved && <Told>{texts.saved}</Told>}
        {message !== null && <Told kind="bad">{message}</Told>}
        <ErrorSummary errors={errors} />
        {percent !== null && users.length < leastForShare && <p class="line warn">{texts.percentAdvice}</p>}
        <section>
          <h2>{texts.now}</h2>
          <p class="row">
            <span class={state === 'on' ? 'tag good' : 'tag high'}>{texts.states[state]}</span>
            {readOnly && <span class="tag medium">{texts.readOnly}</span>}
            <span class="soft">
              <Dated>{changedAt === null ? texts.never : texts.changed(changedAt, changedBy ?? '')}</Dated>
            </span>
          </p>
        </section>
        <section>
          <FlagForm fields={{ ...(fields ?? fieldsOf(stored)), version: String(stored.version) }} errors={errors} />
        </section>
        <Processes processes={processes} flag={stored} at={at} />
      </>
    );
    return { title: texts.title, body, status };
  };

  const common = { path: flagPath, permission: 'flag', params: nothing } as const;
  return [
    page({
      ...common,
      id: 'flag',
      method: 'GET',
      query: z.strictObject({ saved: z.literal('1').optional() }),
      form: null,
      handle: ({ query, visit }) => shown(visit, { saved: query.saved !== undefined }),
    }),
    page({
      ...common,
      id: 'changeFlagByForm',
      method: 'POST',
      query: nothing,
      form: flagForm,
      whileReadOnly: true,
      keepsTyped: true,
      async handle({ form, visit }) {
        const { pages } = messagesIn(visit.language);
        const { problems } = pages.flag;
        const users = names(form.users);
        const percent = form.percent.trim() === '' ? null : Number(form.percent.trim());
        const wrong = (id: 'users' | 'percent' | 'notice' | 'maintenanceText', text: string, when: boolean) =>
          when ? [{ id, label: pages.flag[id], text }] : [];
        const errors = [
          ...wrong('users', problems.users, users.length > 1000 || users.some((name) => name.length > 150)),
          ...wrong('percent', problems.percent, percent !== null && !(percent >= 0 && percent <= 100)),
          ...wrong('notice', problems.text, form.notice.length > 2000),
          ...wrong('maintenanceText', problems.text, form.maintenanceText.length > 2000),
        ];
        const fields = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)) as Typed;
        if (errors.length > 0) return shown(visit, { fields, errors, status: 422 });
        const change = {
          state: form.state,
          readOnly: form.readOnly !== undefined,
          users,
          roles: [form.roles ?? []].flat() as readonly Role[],
          percent,
          notice: textOrNull(form.notice),
          maintenanceText: textOrNull(form.maintenanceText),
        };
        let seen: number | null = null;
        await ports.flags.change(visit.doer, visit.at, (now) => {
          seen = now.version;
          return now.version === Number(form.version) ? flagChanged(now, change) : now;
        });
        if (seen !== Number(form.version)) {
          return shown(visit, { fields, message: pages.refusals.changed, status: 412 });
        }
        return { to: `${flagPath}?saved=1` };
      },
    }),
  ];
};
