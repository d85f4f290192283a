/** Pictures of the page in its themes, widths and states, kept in `out/screenshots` to be looked at. */
import { describe, it } from 'mocha';
import { dropped, pagesOfTests, replayed, stopAt } from './pagesOfTests';
import { lab, type PageUnderTest, type Wish } from './pageUnderTest';
import { themeClasses } from './themes';

const stopped = {
  kind: 'stopped',
  frame: 25,
  step: 2,
  by: 0,
  spoken: 'Stopped at frame 25, step 3',
} as const;

describe('the page in pictures', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  const picture = (name: string, wish: Wish, then?: (page: PageUnderTest) => Promise<void>) =>
    opened(wish, async page => {
      await then?.(page);
      await page.picture(name);
    });

  for (const theme of themeClasses) {
    it(`in the theme ${theme}`, () =>
      picture(`list-${theme}`, { theme }, async page => {
        await replayed(page);
        await page.stopAt(stopped);
        await page.page.locator('.row.stopped').waitFor();
        await page.grid.focus();
      }));
  }

  for (const [width, height] of [
    [400, 760],
    [620, 760],
    [800, 760],
    [1440, 860],
  ]) {
    it(`${width} pixels wide`, () =>
      picture(`list-${width}`, { width, height }, async page => {
        await replayed(page);
      }));
  }

  for (const theme of themeClasses) {
    it(`stopped at a step that changed a field, in the theme ${theme}`, () =>
      picture(`panes-${theme}`, { theme }, page => stopAt(page, dropped.frame, dropped.hopLimit)));

    it(`with the paths that packets took, in the theme ${theme}`, () =>
      picture(`paths-${theme}`, { theme }, async page => {
        await replayed(page);
        await page.page.getByRole('tab', { name: 'Paths' }).click();
        await page.page.getByRole('option', { name: /^Packets/ }).waitFor({ state: 'attached' });
      }));
  }

  it('with a machine that does not run', () =>
    picture('panes-failed', { stack: 'ifconfig em0 bogus' }, page =>
      page.page.locator('pd-machine').getByText(/bogus/).waitFor(),
    ));

  it('without a machine', () => picture('list-empty', { stack: null }));

  it('of a damaged capture', () => picture('list-damaged', { capture: lab.subarray(0, lab.length - 700) }));

  it('while frames are found', () =>
    picture('list-loading', {
      capture: 2_000,
      pretended: {
        indexing: 0.38,
        size: 1_240_000_000,
        frames: 2_114_400,
        shown: 2_114_400,
        replay: { kind: 'running', stack: 'router.stack', progress: 0.1 },
      },
    }));

  it('with a filter that is wrong', () =>
    picture('list-invalid', { theme: 'vscode-light' }, async page => {
      await page.filter.click();
      await page.filter.fill('udp && ipv6.src == fe80::/200');
      await page.page.getByRole('alert').waitFor();
    }));
});
