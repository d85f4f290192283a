/** A journey through the capture editor as a user walks it, in the real VS Code in a real browser. Screenshots are kept in out/screenshots. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { Editor } from './editor';

const pictures = join(PROJECT_ROOT, 'out/screenshots');

describe('a journey through the capture editor', () => {
  let editor: Editor;
  let page: Page;
  let capture: FrameLocator;

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    editor = await Editor.start({ installed: true });
    page = await editor.window();
    await page.goto(editor.address, { waitUntil: 'commit' });
    capture = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  });
  after(() => editor?.stop());
  afterEach(async function () {
    const name = `editor-${this.currentTest?.title.replace(/\W+/g, '-')}.png`;
    await page.screenshot({ path: join(pictures, name) });
  });

  /** A capture that is opened before VS Code knows our editors stays "binary": it is closed and opened again. */
  const openCapture = async (name: string) => {
    const web = page.locator('iframe.webview.ready');
    const other = page.locator('.editor-instance .monaco-editor-pane-placeholder').first();
    for (let tries = 0; tries < 20; tries++) {
      await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
      await web.or(other).first().waitFor();
      if ((await web.count()) > 0) return;
      await page.locator(`.tabs-container .tab[data-resource-name="${name}"] .codicon-close`).click();
      await page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).waitFor({ state: 'detached' });
    }
    throw new Error(`${name} was never opened in the capture editor`);
  };

  it('a capture opens with the verdicts of the machine that replays it', async () => {
    await openCapture('lab.pcapng');
    await capture.getByRole('button', { name: /^Dropped, 7 packets/ }).waitFor();
    await capture
      .getByRole('row', { name: /Delivered/ })
      .first()
      .waitFor();
  });

  it('a filter shows the packets that it selects', async () => {
    const filter = capture.getByRole('textbox', { name: 'Display filter' });
    await filter.fill('decision == "ip6_forward.hop-limit"');
    await filter.press('Enter');
    await capture.getByText('1 of 52').waitFor();
    await capture.getByText('the hop limit is 1, so the packet may go no further').first().waitFor();
  });

  it('a step leads to the engine’s source, with the capture still in sight', async () => {
    await capture
      .getByRole('treeitem', { name: /Would this hop bring the hop limit to zero/ })
      .getByText(/^engine:/)
      .click();
    await page.locator('.tabs-container .tab[data-resource-name="hopLimit.ts"]').waitFor();
    await capture.getByText('1 of 52').waitFor();
  });

  it('the editor follows a session, and moves it', async () => {
    await page.locator('.tabs-container .tab[data-resource-name="lab.pcapng"]').click();
    const filter = capture.getByRole('textbox', { name: 'Display filter' });
    await filter.fill('');
    await filter.press('Enter');
    await page.keyboard.press('F5');
    await page.locator('.debug-toolbar').waitFor();
    await capture.locator('.row.stopped').waitFor();
    await capture.getByRole('row', { name: /^18\b/ }).click();
    await page.locator('.debug-call-stack .stack-frame', { hasText: 'Frame 18' }).first().waitFor();
  });

  it('a capture without a machine gets one that is inferred from it', async () => {
    await page.locator('.debug-toolbar .codicon-debug-stop').click();
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    copyFileSync(join(editor.workspace, 'lab.pcapng'), join(editor.workspace, 'unknown.pcapng'));
    await page.keyboard.press('Control+Shift+KeyE');
    await page.locator('.tabs-container .tab[data-resource-name="lab.pcapng"] .codicon-close').click();
    await openCapture('unknown.pcapng');
    await capture.getByRole('button', { name: 'Infer from this capture' }).click();
    await page.locator('.tabs-container .tab[data-resource-name="unknown.stack"]').waitFor();
    await capture.getByRole('button', { name: /^Dropped, 5 packets/ }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Replay' }).waitFor();
  });

  it('the walkthrough opens the sample on its machine', async () => {
    await page.keyboard.press('Control+Alt+Shift+Digit7');
    await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Alt+Shift+Digit6');
    const step = page.locator('.getting-started-step', { hasText: 'Open a capture' });
    await step.click();
    await step.getByRole('button', { name: 'Open the Sample' }).click();
    await page.locator('.tabs-container .tab.active[data-resource-name="lab.pcapng"]').waitFor();
    await capture.getByRole('button', { name: /^Dropped, 7 packets/ }).waitFor();
    await page.locator('.tabs-container .tab', { hasText: 'Walkthrough' }).click();
    await page.locator('.getting-started-step .codicon-getting-started-step-checked').first().waitFor();
  });
});
