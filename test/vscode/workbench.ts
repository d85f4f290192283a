/**
 * What a person does in VS Code's window, by its own elements. Everything waits for a state to be seen;
 * nothing waits for a time.
 */
import type { Locator, Page } from 'playwright-core';

/** True once it is to be seen, false when that takes longer than so many milliseconds. */
export function seen(what: Locator, timeout: number): Promise<boolean> {
  return what.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

export class Workbench {
  constructor(private readonly page: Page) {}

  /** Opens a file of the explorer in a tab that stays. */
  async open(name: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+KeyE');
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await this.tab(name).waitFor();
  }

  /** The active tab, when it is of that name. */
  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
  }

  /** The editor of a document. */
  editor(name: string): Locator {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`);
  }

  /** Moves the pointer onto a word of a line of an editor; letters are equally wide there. */
  async point(line: Locator, word: string): Promise<void> {
    // VS Code writes blanks as no-break spaces.
    const text = ((await line.textContent()) ?? '').replaceAll('\u00a0', ' ');
    const box = await line.locator('> span').boundingBox();
    const column = text.indexOf(word);
    if (box === null || column < 0) throw new Error(`${word} is not to be seen`);
    const x = box.x + (box.width * (column + word.length / 2)) / text.length;
    await this.page.mouse.move(x, box.y + box.height / 2, { steps: 3 });
  }

  /** A click in the gutter, which sets a breakpoint. */
  async clickGutter(editor: Locator, line: number): Promise<void> {
    const number = editor.locator('.margin-view-overlays .line-numbers', { hasText: RegExp(`^${line}$`) });
    const at = await number.boundingBox();
    const margin = await editor.locator('.margin[role=presentation]').boundingBox();
    if (at === null || margin === null) throw new Error(`line ${line} is not to be seen`);
    await this.page.mouse.click(margin.x + 10, at.y + at.height / 2);
    await editor.locator('.glyph-margin-widgets .codicon-debug-breakpoint').first().waitFor();
  }

  /**
   * F5 does nothing while the extension host is still starting: a person presses it again, and so does this.
   */
  async startDebugging(): Promise<void> {
    const toolbar = this.page.locator('.debug-toolbar');
    for (let tries = 0; tries < 10 && !(await toolbar.isVisible()); tries++) {
      await this.page.keyboard.press('F5');
      await seen(toolbar, 5_000);
    }
    await toolbar.waitFor();
  }

  async stopDebugging(): Promise<void> {
    await this.page.locator('.debug-toolbar .codicon-debug-stop').click();
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }

  /** Types a name into the Breakpoints view, again when VS Code draws the row anew meanwhile. */
  async addFunctionBreakpoint(name: string): Promise<void> {
    const row = this.page.locator('.debug-breakpoints .monaco-list-row', { hasText: name });
    const input = this.page.locator('.debug-breakpoints .monaco-inputbox input');
    for (let tries = 0; tries < 6 && (await row.count()) === 0; tries++) {
      if ((await input.count()) === 0) await this.page.keyboard.press('Control+Alt+Shift+Digit1');
      try {
        await input.fill(name, { timeout: 10_000 });
        await input.press('Enter', { timeout: 10_000 });
        await row.first().waitFor({ timeout: 10_000 });
      } catch {
        await this.page.keyboard.press('Escape');
      }
    }
    await row.first().locator('.codicon-debug-breakpoint-function').waitFor();
  }

  /** The frames of the call stack that have this text. */
  frames(text: string | RegExp): Locator {
    return this.page.locator('.debug-call-stack .stack-frame', { hasText: text });
  }

  async stoppedIn(text: string | RegExp): Promise<void> {
    await this.frames(text).first().waitFor();
  }

  /** Waits until the call stack's heading names the decision. */
  async stoppedAt(decision: string): Promise<void> {
    await this.page.locator('.pane-header', { hasText: decision }).waitFor();
  }

  /**
   * A button of the debug toolbar that moves: `step-over`, `reverse-continue`. Returns at another stop than
   * before.
   */
  async move(button: string): Promise<void> {
    const before = await this.callStack();
    await this.page.locator(`.debug-toolbar .codicon-debug-${button}`).click();
    for (let tries = 0; tries < 1200; tries++) {
      const now = await this.callStack();
      if (now !== before && now.includes('Frame')) return;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`${button} did not come to another stop`);
  }

  async callStack(): Promise<string> {
    return (await this.page.locator('.debug-call-stack .monaco-list-rows').allTextContents()).join();
  }

  /** A row of the Variables view by the name before its value. */
  variable(name: string): Locator {
    return this.page.locator('.debug-variables .monaco-list-row').filter({
      has: this.page.locator('.monaco-highlighted-label, .name', { hasText: RegExp(`^${name}( =|:)?\\s*$`) }),
    });
  }

  /** Opens a scope or a value of the Variables view. */
  async expand(row: Locator): Promise<void> {
    for (let tries = 0; tries < 10 && (await row.first().getAttribute('aria-expanded')) !== 'true'; tries++) {
      await row.first().locator('.monaco-tl-twistie').click();
      await this.page.waitForTimeout(200);
    }
  }

  /**
   * An entry of a row's context menu. VS Code ignores a click on a menu that has just opened, so it is
   * clicked until the menu is gone.
   */
  async choose(row: Locator, entry: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    const wanted = menu.locator('.action-item', { hasText: entry });
    // What a menu offers is asked for first; while the view is drawn anew that may concern a row that is
    // gone.
    for (let tries = 0; tries < 10 && (await wanted.count()) === 0; tries++) {
      if ((await menu.count()) > 0) await this.page.keyboard.press('Escape');
      await row.first().click({ button: 'right' });
      await seen(wanted.first(), 3_000);
    }
    for (let tries = 0; tries < 20 && (await menu.count()) > 0; tries++) {
      await this.page.waitForTimeout(150);
      await wanted
        .first()
        .click({ timeout: 2_000 })
        .catch(() => {});
    }
  }

  /** Types into the debug console. */
  async say(text: string): Promise<void> {
    const input = this.page.locator('.repl .repl-input-wrapper .monaco-editor');
    const shown = input.locator('.view-line', { hasText: RegExp(`^${text.replaceAll(' ', '\\s')}$`) });
    // An editor that comes to show where the session stopped takes the keyboard for itself.
    for (let tries = 0; tries < 10 && (await shown.count()) === 0; tries++) {
      await input.locator('.view-lines').click();
      await this.page.keyboard.press('Control+KeyA');
      await this.page.keyboard.type(text);
      await seen(shown, 2_000);
    }
    await input.locator('.view-lines').click();
    await this.page.keyboard.press('Enter');
  }

  /** The console's answers that have this text. */
  answer(text: string | RegExp): Locator {
    return this.page.locator('.repl .repl-tree .evaluation-result', { hasText: text });
  }
}
