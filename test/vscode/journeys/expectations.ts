/**
 * `expect` lines in the Test Explorer, replayed with coverage of the machine's lines and of the engine's
 * decisions.
 */
import { journey, type Started } from './journey';

export function expectationsJourney(started: Started): void {
  journey('expectations', started, {}, at => {
    it('they stand in the Test Explorer', async () => {
      const { page } = at();
      await page.locator('.activitybar .codicon-test-view-icon').click();
      await page
        .locator('.test-explorer .monaco-list-row', { hasText: 'router.stack' })
        .first()
        .locator('.monaco-tl-twistie')
        .click();
      await page.locator('.test-explorer .monaco-list-row', { hasText: 'expect frame 19 dropped' }).waitFor();
    });

    it('they pass', async () => {
      const { page } = at();
      await page.keyboard.press('Control+Alt+Shift+Digit8');
      const passed = page.locator('.test-explorer .monaco-list-row', { hasText: 'expect frame 19 dropped' });
      await passed.locator('.codicon-testing-passed-icon').waitFor();
    });

    it('coverage tells which lines the packets used', async () => {
      const { page, workbench } = at();
      // Which of the engine's files are in sight is the list's business.
      await page.locator('.test-coverage-list-item', { hasText: /\.ts/ }).first().waitFor();
      await workbench.open('router.stack');
      await workbench
        .editor('router.stack')
        .locator('.coverage-deco-gutter.coverage-deco-hit')
        .first()
        .waitFor();
    });
  });
}
