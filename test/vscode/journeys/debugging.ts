/**
 * From the capture editor to the engine's source and through a debug session, with the capture in sight all
 * the time.
 */
import assert from 'node:assert/strict';
import { journey, type Started } from './journey';

export function debuggingJourney(started: Started): void {
  journey('debugging from a capture', started, {}, at => {
    it('a step leads to the engine’s source', async () => {
      await at().openCapture('lab.pcapng');
      await at().replayed();
      await at().show('decision == "ip6_forward.hop-limit"', '1 of 52');
      await at()
        .step('Would this hop bring the hop limit to zero')
        .getByText(/^engine:/)
        .click();
      await at().tab('hopLimit.ts').waitFor();
    });

    it('and back, with both in sight', async () => {
      const { page } = at();
      await at()
        .step('Is the destination an address of this machine')
        .getByText(/^router\.stack:/)
        .click();
      await at().workbench.tab('router.stack').waitFor();
      await at().step('Would this hop bring the hop limit to zero').locator('.question').click();
      await at().capture.locator('pd-trace .step.selected', { hasText: 'hop limit to zero' }).waitFor();
      const [capture, source] = await Promise.all([
        page.locator('iframe.webview.ready').boundingBox(),
        at().workbench.editor('router.stack').boundingBox(),
      ]);
      assert.ok(capture && source);
      assert.ok(capture.x + capture.width <= source.x, 'they stand side by side');
    });

    it('the margin of a step sets a breakpoint', async () => {
      await at().step('Would this hop bring the hop limit to zero').locator('.margin').click();
      await at()
        .capture.getByRole('row', { name: /^19, Dropped.*Breakpoint/ })
        .waitFor();
      await at().show('', '52 packets');
    });

    it('the editor follows a session', async () => {
      const { page, workbench } = at();
      await at().tab('lab.pcapng').click();
      await workbench.startDebugging();
      await workbench.stoppedAt('ip6_forward.hop-limit');
      await workbench.stoppedIn('Frame 3');
      await at().capture.locator('.row.stopped').first().waitFor();
      await page
        .locator('.debug-breakpoints .monaco-list-row', { hasText: 'ip6_forward.hop-limit' })
        .first()
        .waitFor();
      await workbench.move('step-over');
      await at()
        .capture.locator('pd-trace [aria-current=step]')
        .filter({ hasNotText: 'hop limit to zero' })
        .waitFor();
    });

    it('and moves it', async () => {
      await at().capture.getByRole('row', { name: /^6, / }).click();
      await at().workbench.stoppedIn('Frame 6');
    });
  });
}
