import { may } from '@cynow/po-core';
import type { ComponentChildren } from 'preact';
import { assetPaths } from './assets.ts';
import { useFrame } from './Frame.ts';
import { styles } from './styles.ts';

const NavLink = ({ to, name }: { readonly to: string; readonly name: string }) => {
  const { at, url } = useFrame();
  const [path = '', query] = at.split('?');
  // Who works through the queue looks at POs, and is still in the queue.
  const isOfQueue = path.startsWith('/review') || new URLSearchParams(query).has('work');
  const current =
    to === '/review'
      ? isOfQueue
      : to === '/'
        ? !isOfQueue && (path === '/' || path.startsWith('/po/'))
        : path.startsWith(to);
  return (
    <li>
      <a href={url(to)} aria-current={current ? 'page' : undefined}>
        {name}
      </a>
    </li>
  );
};

const Header = () => {
  const { t, labels, who, alone, at, homeUrl, url } = useFrame();
  const [path = '', query = ''] = at.split('?', 2);
  const inOther = new URLSearchParams(query);
  inOther.set('lang', t.otherLanguage.code);
  return (
    <header class="bar">
      <div class="in">
        <a class="site" href={alone ? homeUrl : url('/')}>
          {t.site}
        </a>
        {who !== null && !alone && (
          <nav aria-label={t.menu}>
            <ul>
              <NavLink to="/" name={t.nav.pos} />
              <NavLink to="/review" name={t.nav.review} />
              {may(who, 'flag') && <NavLink to="/admin/flag" name={t.nav.flag} />}
            </ul>
          </nav>
        )}
        <div class="me">
          {who !== null && <span>{t.signedInAs(who.user, labels.roles[who.role])}</span>}
          {who !== null && !alone && <a href={url('/account')}>{t.account}</a>}
          {who?.through.kind === 'session' && !alone && (
            <form method="post" action={url('/logout')}>
              <button type="submit" class="plain">
                {t.signOut}
              </button>
            </form>
          )}
          <a href={url(`${path}?${inOther}`)} lang={t.otherLanguage.code}>
            {t.otherLanguage.name}
          </a>
          <a href={homeUrl}>{t.home}</a>
        </div>
      </div>
    </header>
  );
};

/** What surrounds every page. Everything that it is given is text, and stays so. */
export const Layout = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => {
  const { t, language, alone, notice, readOnly, url } = useFrame();
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title === t.site ? title : `${title} — ${t.site}`}</title>
        {alone ? <style>{styles}</style> : <link rel="stylesheet" href={url(assetPaths.styles)} />}
        {!alone && <link rel="icon" href={url(assetPaths.icon)} type="image/svg+xml" />}
      </head>
      <body>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <Header />
        <main id="main" tabIndex={-1}>
          {notice !== null && notice !== '' && (
            <div class="line warn" role="note" aria-label={t.notice}>
              <p class="lines">{notice}</p>
            </div>
          )}
          {readOnly && (
            <div class="line warn">
              <p>{t.readOnly}</p>
            </div>
          )}
          {children}
        </main>
      </body>
    </html>
  );
};
