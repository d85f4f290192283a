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
  /** F5 does nothing while the extension host is still starting: a person presses it again, and so does this. */
  const startDebugging = async () => {
    for (let tries = 0; tries < 6; tries++) {
      await page.locator('.editor-instance .monaco-editor[data-uri$="router.stack"]').click();
      await page.keyboard.press('F5');
      const began = page.locator('.debug-toolbar').waitFor({ timeout: 8000 });
      if (
        await began.then(
          () => true,
          () => false,
        )
      )
        return;
    }
    throw new Error('the session did not start');
  };
  const consoleInput = async (text: string) => {
    await page.locator('.repl .repl-input-wrapper .monaco-editor .view-lines').click();
    await page.locator('.repl .repl-input-wrapper .monaco-editor.focused').waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  it('F5 on a .stack file stops at the first drop', async () => {
    await page.locator('.explorer-folders-view .monaco-list-row[aria-label^="router.stack"]').dblclick();
    await page.locator('.tabs-container .tab.active[data-resource-name="router.stack"]').waitFor();
    await page
      .locator('.statusbar-item[id="status.editor.mode"] a', { hasText: 'Packet Debugger machine' })
      .waitFor();
    await startDebugging();
    await stoppedIn('Frame 19');
    await page.locator('.exception-widget', { hasText: 'the hop limit is 1' }).waitFor();
  });

  it('the engine shows the line and its values', async () => {
    await page.locator('.tabs-container .tab.active[data-resource-name="hopLimit.ts"]').waitFor();
    await page.locator('.debug-top-stack-frame-line').first().waitFor();
    await page.locator('.debug-variables .monaco-list-row', { hasText: 'ip6_hlim' }).waitFor();
  });

  it('a breakpoint by name stops there', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit1');
    const input = page.locator('.debug-breakpoints .monaco-inputbox input');
    await input.fill('ip6_forward.link-mtu=too-big');
    await input.press('Enter');
    await page.keyboard.press('F5');
    await stoppedIn('Frame 21');
    await page.keyboard.press('F5');
    await stoppedIn('Frame 23');
    await page.locator('.tabs-container .tab.active[data-resource-name="mtu.ts"]').waitFor();
  });

  it('steps in and back', async () => {
    const before = (await frames().first().textContent()) ?? '';
    await page.keyboard.press('F11');
    await page.locator('.debug-call-stack .stack-frame').first().filter({ hasNotText: before }).waitFor();
    await page.keyboard.press('Control+Alt+Shift+Digit4');
    await page.locator('.debug-call-stack .stack-frame').first().filter({ hasText: before }).waitFor();
  });

  it('reverse continue goes back to the drop before', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit5');
    await stoppedIn('Frame 21');
  });

  it('the console says why, and goes to another frame', async () => {
    await consoleInput('why');
    await page
      .locator('.repl .repl-tree .evaluation-result', { hasText: 'no route matches 2001:db8:9::1' })
      .first()
      .waitFor();
    await consoleInput('goto 25');
    await stoppedIn('Frame 25');
  });

  it('the Decisions view lists the catalogue', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit2');
    await page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'icmp6_error' }).first().waitFor();
  });
});
