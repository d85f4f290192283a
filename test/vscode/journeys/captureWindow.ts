/** A window of VS Code in which a person works with a capture. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Editor, WindowOptions } from '../editor';
import { Workbench } from '../workbench';

const pictures = join(PROJECT_ROOT, 'out/screenshots');

export class CaptureWindow {
  readonly workbench: Workbench;
  /** The page of the capture editor in sight. */
  readonly capture: FrameLocator;

  private constructor(
    readonly page: Page,
    readonly workspace: string,
  ) {
    this.workbench = new Workbench(page);
    this.capture = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  static async open(editor: Editor, options: WindowOptions): Promise<CaptureWindow> {
    const page = await editor.window(options);
    await page.goto(editor.address, { waitUntil: 'commit' });
    return new CaptureWindow(page, editor.workspace);
  }

  /** Leaves VS Code, so that it ends the window's extension host. */
  async close(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.context().close();
  }

  /**
   * Opens a capture of the explorer. One that is opened before VS Code knows our editors stays "binary": it
   * is closed and opened again.
   */
  async openCapture(name: string): Promise<void> {
    const web = this.page.locator('iframe.webview.ready');
    const other = this.page.locator('.editor-instance .monaco-editor-pane-placeholder').first();
    for (let tries = 0; tries < 20; tries++) {
      await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
      await web.or(other).first().waitFor();
      if ((await web.count()) > 0) return;
      await this.tab(name).locator('.codicon-close').click();
      await this.tab(name).waitFor({ state: 'detached' });
    }
    throw new Error(`${name} was never opened in the capture editor`);
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`);
  }

  /** Waits until the sample lab has been replayed on its machine. */
  async replayed(): Promise<void> {
    await this.capture.getByRole('button', { name: /^Dropped, 7 packets/ }).waitFor();
  }

  get filter(): Locator {
    return this.capture.getByRole('textbox', { name: 'Display filter' });
  }

  /** Filters the list and waits for how many packets that leaves: `1 of 52`. */
  async show(filter: string, tally: string): Promise<void> {
    await this.filter.fill(filter);
    await this.filter.press('Enter');
    await this.tally(tally);
  }

  async tally(text: string): Promise<void> {
    await this.capture.locator('.tally', { hasText: RegExp(`^${text}$`) }).waitFor();
  }

  /** A step of Trace, by words of its question or answer. */
  step(words: string | RegExp): Locator {
    return this.capture.locator('pd-trace [role=treeitem].step', { hasText: words }).first();
  }

  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name.replace(/\W+/g, '-')}.png`) });
  }
}
