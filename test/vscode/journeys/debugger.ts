/**
 * One journey through the main path of the debugger as a user walks it, in the real VS Code in a real
 * browser. Screenshots are kept in out/screenshots for people to look at.
 */
import type { Page } from 'playwright-core';
import { seen, type Workbench } from '../workbench';
import { journey, type Started } from './journey';

export function debuggerJourney(started: Started): void {
  journey('through the debugger', started, {}, at => {
    let page: Page;
    let workbench: Workbench;

    /** Opens the packet's IPv6 header in the Variables view, unless it is open. */
    async function showHeader(): Promise<void> {
      await workbench.expand(page.locator('.debug-variables .monaco-list-row[aria-label^="Scope Packet"]'));
      await workbench.expand(workbench.variable('ipv6'));
    }

    before(async () => {
      ({ page, workbench } = at());
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    });
    afterEach(async () => {
      // What was asked for while the session moved on is asked for again.
      await page.locator('.debug-variables', { hasText: 'no longer there' }).waitFor({ state: 'detached' });
    });

    it('F5 on a capture stops at the first drop', async () => {
      await workbench.open('lab.pcapng');
      // Once its button is there, VS Code knows the extension's keys; they are for the capture once its tab
      // has come to show something.
      await page.locator('.editor-actions .codicon-debug-alt').first().waitFor();
      await page.locator('.monaco-editor-pane-placeholder, iframe.webview.ready').first().waitFor();
      await workbench.startDebugging();
      await workbench.stoppedIn('Frame 19');
      // Where answers take long, VS Code asks for the call stack twice and leaves the widget away until a
      // frame of the second is chosen.
      const why = page.locator('.exception-widget', { hasText: 'the hop limit is 1' });
      if (!(await seen(why, 5_000))) await workbench.frames('ip6_forward').first().click();
      await why.waitFor();
      await workbench.stopDebugging();
    });

    it('F5 on a .stack file with a breakpoint on a line of it', async () => {
      await workbench.open('router.stack');
      await page
        .locator('.statusbar-item[id="status.editor.mode"] a', { hasText: 'Packet Debugger machine' })
        .waitFor();
      await workbench.clickGutter(workbench.editor('router.stack'), 16);
      await workbench.startDebugging();
      await page.keyboard.press('Control+Shift+KeyD');
      await workbench.stoppedIn('Frame 19');
    });

    it('the engine shows the line and its values', async () => {
      await workbench.tab('hopLimit.ts').waitFor();
      await page.locator('.debug-top-stack-frame-line').first().waitFor();
      await workbench.variable('ip6_hlim').first().waitFor();
      const line = workbench.editor('hopLimit.ts').locator('.view-line', { hasText: /ip6_hlim\s=\s1/ });
      await line.first().waitFor();
    });

    it('a value under the pointer shows', async () => {
      const line = workbench.editor('hopLimit.ts').locator('.view-line', { hasText: /ip6_hlim:\s/ });
      const hover = page.locator('.debug-hover-widget', { hasText: '1' });
      for (let tries = 0; tries < 5; tries++) {
        await workbench.point(line.first(), 'ip6_hlim');
        if (await seen(hover, 10_000)) break;
        await page.mouse.move(5, 5);
      }
      await hover.waitFor();
    });

    it('steps in, over and back', async () => {
      await page.mouse.move(5, 5);
      const at = await workbench.callStack();
      await workbench.move('step-into');
      await workbench.stoppedIn('icmp6_error');
      await workbench.move('step-over');
      await workbench.stoppedIn('icmp6_error');
      await workbench.move('step-back');
      await workbench.move('step-back');
      if ((await workbench.callStack()) !== at) throw new Error('the steps back led elsewhere');
    });

    it('a value that is changed gives another verdict', async () => {
      await workbench.move('step-back');
      await page.locator('.pane-header', { hasText: 'Watch' }).click();
      await showHeader();
      const hopLimit = workbench.variable('Hop Limit');
      await hopLimit.first().dblclick();
      const input = page.locator('.debug-variables .monaco-inputbox input');
      await input.fill('9');
      await input.press('Enter');
      await workbench.stoppedIn('changed by you');
      await workbench.say('why');
      await workbench
        .answer(/^Forwarded/)
        .first()
        .waitFor();
    });

    it('restart takes the change back', async () => {
      await page.locator('.debug-toolbar .codicon-debug-restart').click();
      await workbench.frames('changed by you').first().waitFor({ state: 'detached' });
      await workbench.stoppedIn('Frame 19');
      await workbench.tab('hopLimit.ts').waitFor();
    });

    it('a data breakpoint stops where the value changes', async () => {
      // VS Code may have closed it where the restart took long.
      await showHeader();
      await workbench.choose(workbench.variable('Hop Limit'), 'Break on Value Change');
      await page
        .locator('.debug-breakpoints .monaco-list-row .codicon-debug-breakpoint-data')
        .first()
        .waitFor();
      // Nothing else stops there: it is the first decision after the hop limit went down.
      const decremented = page.locator('.pane-header', { hasText: 'ip6_forward.error-copy' });
      for (let tries = 0; tries < 4 && (await decremented.count()) === 0; tries++)
        await workbench.move('continue');
      await decremented.waitFor();
      await workbench.stoppedIn('Frame 21');
    });

    it('a breakpoint by name stops there, and reverse continue goes to the stop before', async () => {
      await workbench.addFunctionBreakpoint('ip6_forward.hop-limit=decremented');
      // Only the name stops there: the packet goes on to be too long.
      const there = page.locator('.pane-header', { hasText: 'ip6_forward.hop-limit' });
      for (let tries = 0; tries < 8 && (await there.count()) === 0; tries++) await workbench.move('continue');
      await workbench.stoppedIn('Frame 23');
      const at = await workbench.callStack();
      await workbench.move('reverse-continue');
      await workbench.move('continue');
      if ((await workbench.callStack()) !== at) throw new Error('back and forth led elsewhere');
    });

    it('a line of the console leads to its step', async () => {
      const line = page.locator('.repl .repl-tree .monaco-list-row', {
        hasText: /19\.\d+ ip6_forward\.hop-limit/,
      });
      await line.first().locator('.source').click();
      await workbench.stoppedIn('Frame 19');
      await workbench.stoppedAt('ip6_forward.hop-limit');
    });

    it('the heading of a packet in the console leads to its arrival', async () => {
      const heading = page.locator('.repl .repl-tree .monaco-list-row', { hasText: 'Frame 21 on em0' });
      await heading.first().locator('.source').click();
      await workbench.stoppedIn('Frame 21');
    });

    it('the console says why, and goes to another frame', async () => {
      await workbench.say('goto 21.34');
      await workbench.stoppedIn('Frame 21');
      await workbench.stoppedAt('ip6_forward.route-lookup');
      await workbench.say('why');
      await workbench.answer('no route matches 2001:db8:9::1').first().waitFor();
    });

    it('the Decisions view lists the catalogue and stops at what is checked', async () => {
      await page.keyboard.press('Control+Alt+Shift+Digit2');
      // The first of the list, so that it stands on the screen.
      const row = page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'ah6_input' }).first();
      await row.locator('.monaco-custom-toggle').click();
      await page.locator('.debug-breakpoints .monaco-list-row', { hasText: 'ah6_input' }).first().waitFor();
    });
  });
}
