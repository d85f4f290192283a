/** The keyboard alone: from opening a capture to a debug session that has stopped. */
import { seen } from '../workbench';
import { journey, type Started } from './journey';

export function keyboardJourney(started: Started): void {
  journey('with the keyboard alone', started, {}, at => {
    it('a capture opens and is filtered', async () => {
      const { page, capture } = at();
      const web = page.locator('iframe.webview.ready');
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
      // A capture that is opened before VS Code knows our editors stays "binary".
      for (let tries = 0; tries < 20 && (await web.count()) === 0; tries++) {
        await page.keyboard.press('Control+KeyP');
        const input = page.locator('.quick-input-widget input.input');
        await input.fill('lab.pcapng');
        await page.locator('.quick-input-list .monaco-list-row', { hasText: 'lab.pcapng' }).first().waitFor();
        await input.press('Enter');
        await web.or(page.locator('.monaco-editor-pane-placeholder').first()).first().waitFor();
        if ((await web.count()) === 0) await page.keyboard.press('Control+Alt+Shift+Digit7');
      }
      await at().replayed();
      const box = capture.locator('pd-filter-box input:focus');
      for (let tries = 0; tries < 20 && !(await seen(box, 500)); tries++) await page.keyboard.press('Tab');
      await page.keyboard.type('decision == "ip6_forward.hop-limit"');
      await page.keyboard.press('Enter');
      await at().tally('1 of 52');
    });

    it('keys lead through list, layers and bytes', async () => {
      const { page, capture } = at();
      await page.keyboard.press('Escape');
      await capture.locator('pd-packet-list .grid:focus').waitFor();
      await page.keyboard.press('2');
      await capture.locator('pd-layers .body:focus').waitFor();
      await page.keyboard.press('3');
      await capture.locator('pd-bytes .body:focus').waitFor();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowRight');
      await capture.locator('pd-bytes #byte1.active').waitFor();
    });

    it('a step gets a breakpoint and leads to the engine’s source', async () => {
      const { page, capture } = at();
      await page.keyboard.press('4');
      await capture.locator('pd-trace .body:focus').waitFor();
      await capture.locator('pd-trace .step.active', { hasText: 'hop limit to zero' }).waitFor();
      await page.keyboard.press('b');
      await capture.getByRole('row', { name: /^19, Dropped.*Breakpoint/ }).waitFor();
      await page.keyboard.press('Alt+Enter');
      await at().workbench.tab('hopLimit.ts').waitFor();
    });

    it('F5 debugs the capture', async () => {
      const { page, workbench, capture } = at();
      await page.keyboard.press('Control+Digit1');
      await workbench.tab('lab.pcapng').waitFor();
      // The page may have been rebuilt: then the list has the keyboard.
      await capture.locator('pd-trace .body:focus, pd-packet-list .grid:focus').waitFor();
      await page.keyboard.press('/');
      await capture.locator('pd-filter-box input:focus').waitFor();
      await page.keyboard.press('Delete');
      await page.keyboard.press('Enter');
      await at().tally('52 packets');
      await workbench.startDebugging();
      await workbench.stoppedAt('ip6_forward.hop-limit');
      await capture.locator('pd-trace [aria-current=step]').waitFor();
    });
  });
}
