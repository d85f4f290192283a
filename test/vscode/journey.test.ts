/**
 * One journey through the main path of the debugger as a user walks it, in the real VS Code in a real browser. Screenshots are kept in
 * out/screenshots for people to look at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Editor } from './editor';

const pictures = join(PROJECT_ROOT, 'out/screenshots');

describe('a journey through the debugger', () => {
  let editor: Editor;
  let page: Page;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    editor = await Editor.start({ installed: true });
    page = await editor.window();
    await page.goto(editor.address, { waitUntil: 'commit' });
  });
  after(() => editor?.stop());
  afterEach(async function () {
    const name = `${this.currentTest?.title.replace(/\W+/g, '-')}.png`;
    await page.screenshot({ path: join(pictures, name) });
  });

  const frames = () => page.locator('.debug-call-stack .stack-frame');
  const stoppedIn = async (text: string | RegExp) => {
    await page.locator('.debug-call-stack .stack-frame', { hasText: text }).first().waitFor();
  };
  const open = async (name: string) => {
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  };
  /** F5 does nothing while the extension host is still starting: a person presses it again, and so does this. */
  const startDebugging = async () => {
    const toolbar = page.locator('.debug-toolbar');
    for (let tries = 0; tries < 6 && !(await toolbar.isVisible()); tries++) {
      await page.keyboard.press('F5');
      await toolbar.waitFor({ timeout: 15_000 }).catch(() => {});
    }
    await toolbar.waitFor();
  };
  const stopDebugging = async () => {
    await page.locator('.debug-toolbar .codicon-debug-stop').click();
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  };
  const consoleInput = async (text: string) => {
    await page.locator('.repl .repl-input-wrapper .monaco-editor .view-lines').click();
    await page.locator('.repl .repl-input-wrapper .monaco-editor.focused').waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };
  const variable = (text: string) =>
    page.locator('.debug-variables .monaco-list-row', { hasText: text }).first();

  it('F5 on a capture stops at the first drop', async () => {
    await open('lab.pcapng');
    // Once its button is there, VS Code knows the extension's keys.
    await page.locator('.editor-actions .codicon-debug-alt').first().waitFor();
    await startDebugging();
    await stoppedIn('Frame 19');
    await page.locator('.exception-widget', { hasText: 'the hop limit is 1' }).waitFor();
    await stopDebugging();
  });

  it('F5 on a .stack file with a breakpoint on a line of it', async () => {
    await page.keyboard.press('Control+Shift+KeyE');
    await open('router.stack');
    await page
      .locator('.statusbar-item[id="status.editor.mode"] a', { hasText: 'Packet Debugger machine' })
      .waitFor();
    const editor = page.locator('.editor-instance .monaco-editor[data-uri$="router.stack"]');
    const line = editor.locator('.margin-view-overlays .line-numbers').filter({ hasText: /^16$/ });
    const at = await line.boundingBox();
    const margin = await editor.locator('.margin[role=presentation]').boundingBox();
    if (at === null || margin === null) throw new Error('line 16 is not to be seen');
    await page.mouse.click(margin.x + 10, at.y + at.height / 2);
    await editor.locator('.glyph-margin-widgets .codicon-debug-breakpoint').first().waitFor();
    await startDebugging();
    await page.keyboard.press('Control+Shift+KeyD');
    await stoppedIn('Frame 19');
  });

  it('the engine shows the line and its values', async () => {
    await page.locator('.tabs-container .tab.active[data-resource-name="hopLimit.ts"]').waitFor();
    await page.locator('.debug-top-stack-frame-line').first().waitFor();
    await variable('ip6_hlim').waitFor();
    const editor = page.locator('.editor-instance .monaco-editor[data-uri$="hopLimit.ts"]');
    await editor
      .locator('.view-line', { hasText: /ip6_hlim\s=\s1/ })
      .first()
      .waitFor();
  });

  it('a breakpoint by name stops there', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit1');
    const input = page.locator('.debug-breakpoints .monaco-inputbox input');
    await input.fill('ip6_forward.link-mtu=too-big');
    await input.press('Enter');
    for (let tries = 0; tries < 12; tries++) {
      await page.keyboard.press('F5');
      const there = page.locator('.tabs-container .tab.active[data-resource-name="mtu.ts"]');
      if (
        await there.waitFor({ timeout: 1500 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await stoppedIn('Frame 23');
  });

  it('steps in and back', async () => {
    const before = (await frames().first().textContent()) ?? '';
    await page.keyboard.press('F11');
    await page.locator('.debug-call-stack .stack-frame').first().filter({ hasNotText: before }).waitFor();
    await page.keyboard.press('Control+Alt+Shift+Digit4');
    await page.locator('.debug-call-stack .stack-frame').first().filter({ hasText: before }).waitFor();
  });

  it('a line of the console leads to its step', async () => {
    const line = page.locator('.repl .repl-tree .monaco-list-row', {
      hasText: '19.24 ip6_forward.hop-limit',
    });
    await line.first().locator('.source').click();
    await stoppedIn('Frame 19');
  });

  it('the console says why, and goes to another frame', async () => {
    await consoleInput('goto 21.33');
    await stoppedIn('Frame 21');
    await consoleInput('why');
    await page
      .locator('.repl .repl-tree .evaluation-result', { hasText: 'no route matches 2001:db8:9::1' })
      .first()
      .waitFor();
  });

  it('the Decisions view lists the catalogue', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit2');
    await page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'icmp6_error' }).first().waitFor();
  });
});
