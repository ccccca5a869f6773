import { AxeBuilder } from '@axe-core/playwright';
import { runToEnd, sourceDocument } from '@cynow/po-core/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noBrowser, openBrowser } from '../testing/browser.spec.support.ts';
import { openOrders } from '../testing/openOrders.spec.support.ts';
import { plantWeek } from '../testing/plantWeek.spec.support.ts';

if (noBrowser !== null) console.log(`Pages are not tried in a browser: ${noBrowser}.`);

const hostile = '"><img src=x onerror="document.title=1">';

describe.skipIf(noBrowser !== null)('in a real browser, on plain HTTP under a host name', () => {
  let orders: Awaited<ReturnType<typeof openOrders>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let base: string;

  beforeAll(async () => {
    orders = await openOrders(async (world) => {
      await plantWeek(world);
      await world.setSource({
        put: [sourceDocument({ docNo: 'FP25000199', customerName: hostile, poNo: 'XSS-<b>1', productName: hostile })],
      });
      await runToEnd(world);
    });
    browser = await openBrowser();
    base = `http://plant.test:${orders.port}/orders`;
  });
  afterAll(async () => {
    await browser.close();
    await orders.close();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ko-KR', ...options });
    page = await context.newPage();
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('requestfailed', (request) => void complaints.push(request.url()));
  };
  beforeEach(() => {
    complaints = [];
    orders.setFlag({});
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const signIn = async (name: string): Promise<void> => {
    await page.goto(`${base}/`);
    await page.fill('#name', name);
    await page.fill('#password', `a long password of ${name}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("수주 목록")');
  };

  const focusOn = async (selector: string): Promise<void> => {
    for (let i = 0; i < 200; i += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    }
    throw new Error(`Tab never comes to ${selector}`);
  };

  it('somebody signs in, finds a PO, decides a review by keyboard alone, and takes it back', async () => {
    await open();
    await page.goto(`${base}/review/next`);
    // The first stop leads past the menu.
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#main');
    await focusOn('#name');
    await page.keyboard.type('editor');
    await page.keyboard.press('Tab');
    await page.keyboard.type('a long password of editor');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/po\//);
    const first = page.url();
    await focusOn('#keep-note');
    // Where one is can be seen.
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.type('전화로 확인');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("처리했습니다.")');
    expect(page.url()).not.toBe(first);
    await focusOn('[role=status] button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=status]:has-text("되돌렸습니다.")');
    const found = await context.cookies();
    expect(found).toMatchObject([
      { name: 'cynow_po_session', httpOnly: true, secure: false, sameSite: 'Lax', path: '/orders' },
    ]);
  });

  it('all of it works with scripts switched off', async () => {
    await open({ javaScriptEnabled: false });
    await signIn('editor');
    await page.fill('#q', 'SE-88102');
    await page.keyboard.press('Enter');
    await page.click('a:has-text("SE-88102")');
    await page.click('button:has-text("이 PO와 합치기")');
    await page.waitForSelector('h1:has-text("SE-88012")');
    await page.click('[role=status] button');
    await page.waitForSelector('[role=status]:has-text("되돌렸습니다.")');
    await page.click('nav a:has-text("검토 대기")');
    await page.check('tbody tr:nth-child(1) input');
    await page.check('tbody tr:nth-child(2) input');
    await page.click('button:has-text("선택한 건 처리")');
    await page.fill('#note', '확인');
    await page.click('button:has-text("2건 처리")');
    await page.waitForSelector('[role=status]:has-text("2건을 처리했습니다.")');
    await page.click('[role=status] button');
    await page.waitForSelector('[role=status]:has-text("2건을 되돌렸습니다.")');
    await page.click('button:has-text("로그아웃")');
    await page.waitForSelector('h1:has-text("로그인")');
  });

  it('what was typed is kept by both, when two decide at once', async () => {
    await open();
    await signIn('editor');
    await page.goto(`${base}/?q=S-1`);
    await page.click('a:text-is("S-1")');
    const other = await context.newPage();
    await other.goto(page.url());
    await other.fill('#keep-note', '먼저');
    await other.click('button:text-is("현상 유지")');
    await other.waitForSelector('[role=status]');
    // Browsers tell of every answer that is not a success.
    page.removeAllListeners('console');
    await page.fill('#keep-note', '나중');
    await page.click('button:text-is("현상 유지")');
    await page.waitForSelector('text=다른 사용자가 먼저 수정했습니다.');
    expect(await page.inputValue('#keep-note')).toBe('나중');
    await other.click('[role=status] button');
    await other.waitForSelector('[role=status]:has-text("되돌렸습니다.")');
  });

  it('the flag page saves, and is there while everything else is off', async () => {
    await open();
    await signIn('admin');
    await page.click('nav a:has-text("기능 스위치")');
    await page.check('#state-on');
    await page.fill('#notice', '오늘 18시 점검');
    await page.click('button:has-text("저장")');
    await page.waitForSelector('[role=status]:has-text("저장했습니다.")');
    orders.setFlag({ state: 'off' });
    await page.goto(`${base}/admin/flag`);
    // The stylesheet that it brings along is applied.
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('.bar')!).backgroundColor)).toBe(
      'rgb(11, 79, 138)',
    );
    await page.check('#state-off');
    await page.click('button:has-text("저장")');
    await page.waitForSelector('[role=status]:has-text("저장했습니다.")');
  });

  it('hostile names are text', async () => {
    await open();
    await signIn('viewer');
    await page.goto(`${base}/?q=FP25000199`);
    await page.click('tbody a');
    expect(await page.textContent('main')).toContain(hostile);
    expect(await page.evaluate(() => document.querySelectorAll('img, script, [onerror], main b').length)).toBe(0);
    expect(await page.title()).toBe('수주 상세 XSS-<b>1 — CYNOW 수주 관리');
  });

  it('axe finds nothing on any page, in both languages', async () => {
    await open();
    const { entries } = await orders.ports.reviews.list({}, { limit: 50, after: null });
    const look = async (path: string): Promise<void> => {
      if (path !== '') await page.goto(`${base}${path}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect([path, violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([path, []]);
    };
    await look('/login');
    await signIn('admin');
    const poOf = (poNo: string) => `/po/${entries.find((each) => each.poNo === poNo)!.id}`;
    const bulk = `/review/bulk?kind=keep&po=${entries[0]!.id}`;
    for (const path of ['/', '/review', bulk, poOf('ABC-2025-0147'), '/account', '/admin/flag', '/api/']) {
      await look(path);
    }
    await page.goto(`${base}${poOf('ABC-2025-O147')}?lang=en`);
    await look('');
    orders.setFlag({ readOnly: true, notice: '오늘 18시 점검' });
    await look('/review');
    page.removeAllListeners('console');
    await look('/nothing');
    orders.setFlag({ state: 'maintenance', maintenanceText: '오후 3시까지' });
    await look('/');
    // The reference of the API is long, and axe looks at each word of it.
  }, 180_000);

  it('is readable on a narrow screen, and on paper', async () => {
    await open({ viewport: { width: 390, height: 844 } });
    await signIn('editor');
    for (const path of ['/', '/review', '/account', '/api/']) {
      await page.goto(`${base}${path}`);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect([path, scrollWidth]).toEqual([path, clientWidth]);
    }
    await page.emulateMedia({ media: 'print' });
    for (const path of ['/', '/review']) {
      await page.goto(`${base}${path}`);
      expect([path, await page.isVisible('.bar')]).toEqual([path, false]);
      expect([path, await page.isVisible('table')]).toEqual([path, true]);
      expect([path, await page.locator('select:visible, button:visible, input:visible').count()]).toEqual([path, 0]);
    }
  });

  it('days are on one line each, and the way back is not printed', async () => {
    await open();
    await signIn('editor');
    await page.goto(`${base}/?q=ABC-2025-0147`);
    await page.click('a:text-is("ABC-2025-0147")');
    const torn = () =>
      page.evaluate(() => {
        const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
        const found: string[] = [];
        for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
          for (const { index, 0: day } of (node.textContent ?? '').matchAll(/(?<![\w-])\d{4}-\d{2}-\d{2}/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + day.length);
            if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) found.push(node.textContent ?? '');
          }
        }
        return found;
      });
    for (let width = 240; width <= 480; width += 8) {
      await page.setViewportSize({ width, height: 844 });
      expect([width, await torn()]).toEqual([width, []]);
    }
    expect(await page.isVisible('th:text-is("되돌리기")')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('th:text-is("되돌리기")')).toBe(false);
  });
});
