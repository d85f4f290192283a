/**
 * The page of the capture editor in Chromium, under the policy that VS Code puts it under, with the harness
 * behind it.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ListSettings, PageCommand, SessionState } from '../../src/webview/protocol/messages';
import type { Opening, Seen } from './harness/opening';
import { fonts, type ThemeClass, themes } from './themes';

/** What harness/host.ts puts on the window of the page. */
declare const window: {
  harness: {
    seen: Seen[];
    kept: unknown;
    open(opening: Opening): void;
    arm(decisions: readonly string[]): void;
    stopAt(session: SessionState): void;
    command(command: PageCommand): void;
    pretend(change: object): void;
  };
};

const browserOptions = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'];
const address = 'http://capture.test/';
const nonce = 'onlyThisScript';
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;

export const lab = readFileSync(join(PROJECT_ROOT, 'samples/ipv6-router/lab.pcapng'));
export const labStack = readFileSync(join(PROJECT_ROOT, 'samples/ipv6-router/router.stack'), 'utf8');

export const plainList: ListSettings = { columns: null, widths: {}, time: 'relative', history: [] };

export interface Wish {
  readonly capture?: Uint8Array | number;
  readonly stack?: string | null;
  readonly list?: Partial<ListSettings>;
  readonly kept?: unknown;
  /** True where the list has no rows to wait for. */
  readonly rowless?: boolean;
  readonly theme?: ThemeClass;
  readonly width?: number;
  readonly height?: number;
  /** Told instead of what the capture's own state says. */
  readonly pretended?: object;
}

function pageText(theme: ThemeClass): string {
  const variables = Object.entries({ ...fonts, ...themes[theme] }).map(
    ([name, value]) => `${name}: ${value};`,
  );
  // VS Code gives its light high-contrast theme the class of the dark one too.
  const classes = theme === 'vscode-high-contrast-light' ? `vscode-high-contrast ${theme}` : theme;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>lab.pcapng</title>
<style nonce="${nonce}">html { ${variables.join(' ')} } body { margin: 0; background: var(--vscode-editor-background); }</style>
</head><body class="${classes}" data-vscode-theme-id="${theme}">
<script nonce="${nonce}" src="host.js"></script></body></html>`;
}

/** One page with a capture open in it. */
export class PageUnderTest {
  /** What the browser complained of: anything here is a defect. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  /** Messages of one method that the page sent to the extension or to the worker. */
  async seen(method: string): Promise<unknown[]> {
    const all = await this.page.evaluate(() => window.harness.seen);
    return all.filter(one => one.method === method).map(one => one.params);
  }

  /** The same, once there is one. */
  async sent(method: string): Promise<unknown[]> {
    await this.page.waitForFunction(wanted => window.harness.seen.some(one => one.method === wanted), method);
    return this.seen(method);
  }

  stopAt(session: SessionState): Promise<void> {
    return this.page.evaluate(state => window.harness.stopAt(state), session);
  }

  command(command: PageCommand): Promise<void> {
    return this.page.evaluate(one => window.harness.command(one), command);
  }

  /** Answers *Go to Frame…*. */
  async goTo(frame: number): Promise<void> {
    await this.command('goToFrame');
    const box = this.page.locator('pd-frame-box input');
    await box.fill(String(frame));
    await box.press('Enter');
  }

  arm(decisions: readonly string[]): Promise<void> {
    return this.page.evaluate(ids => window.harness.arm(ids), decisions);
  }

  kept(): Promise<unknown> {
    return this.page.evaluate(() => window.harness.kept);
  }

  /** Text of each cell of a row in sight, by the row's number as `aria-rowindex` counts. */
  row(index: number) {
    return this.page.locator(`[role=row][aria-rowindex="${index}"]`);
  }

  get grid() {
    return this.page.getByRole('grid', { name: 'Packets' });
  }

  get filter() {
    return this.page.getByRole('textbox', { name: 'Display filter' });
  }

  get rows() {
    return this.page.locator('pd-packet-list .rows .row:not(.ghost)');
  }

  get timeline() {
    return this.page.getByRole('slider', { name: 'Timeline' });
  }

  /** Waits until rows of the list, and verdicts where there is a machine, are in sight. */
  async settled(): Promise<void> {
    await this.rows.first().waitFor();
  }

  /** Keeps a picture in `out/screenshots`. */
  async picture(name: string): Promise<void> {
    mkdirSync(join(PROJECT_ROOT, 'out/screenshots'), { recursive: true });
    await this.page.screenshot({ path: join(PROJECT_ROOT, `out/screenshots/${name}.png`) });
  }
}

/** A browser for the tests of one file. */
export class PageBrowser {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<PageBrowser> {
    return new PageBrowser(
      await chromium.launch({ executablePath: '/usr/bin/chromium', args: browserOptions }),
    );
  }

  async open(wish: Wish = {}): Promise<PageUnderTest> {
    const { width = 1100, height = 760, theme = 'vscode-dark', capture = lab, stack = labStack } = wish;
    const context = await this.browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const under = new PageUnderTest(page);
    const script = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');
    await page.route(`${address}**`, route => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') {
        const headers = { 'content-security-policy': policy };
        return route.fulfill({ contentType: 'text/html', body: pageText(theme), headers });
      }
      const path = { '/host.js': 'out/test/webview/harness/host.js', '/page.js': 'dist/page.js' }[pathname];
      return path === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({ contentType: 'text/javascript', body: script(path) });
    });
    await page.goto(address);
    const opening: Opening = {
      capture: typeof capture === 'number' ? capture : Buffer.from(capture).toString('base64'),
      stack,
      list: { ...plainList, ...wish.list },
      kept: wish.kept,
    };
    await page.evaluate(
      ([opened, pretended, key]) => {
        if (pretended !== null) window.harness.pretend(pretended);
        window.harness.open(opened);
        const { document } = globalThis as unknown as { document: BrowserDocument };
        const script = document.createElement('script');
        script.nonce = key;
        script.src = 'page.js';
        document.body.append(script);
      },
      [opening, wish.pretended ?? null, nonce] as const,
    );
    return under;
  }

  stop(): Promise<void> {
    return this.browser.close();
  }
}

/** The little of a browser's document that opening a page needs. */
interface BrowserDocument {
  createElement(tag: 'script'): { nonce: string; src: string };
  readonly body: { append(element: unknown): void };
}
