/** What axe-core finds in the page, in each theme. */
import { describe, it } from 'mocha';
import { assertAccessible } from './axe';
import { pagesOfTests, replayed } from './pagesOfTests';
import type { PageUnderTest, Wish } from './pageUnderTest';
import { themeClasses } from './themes';

describe('the page is accessible', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  const judged = (wish: Wish, then?: (page: PageUnderTest) => Promise<void>) =>
    opened(wish, async page => {
      await then?.(page);
      await assertAccessible(page.page);
    });

  for (const theme of themeClasses) {
    it(`in the theme ${theme}, stopped, with a wrong filter`, () =>
      judged({ theme }, async page => {
        await page.page.getByRole('button', { name: /^Dropped/ }).click();
        await page.page.getByText('7 of 52').waitFor();
        await page.stopAt({
          kind: 'stopped',
          frame: 25,
          step: 2,
          by: 0,
          spoken: 'Stopped at frame 25, step 3',
        });
        await page.page.locator('.row.stopped').waitFor();
        await page.filter.fill('udp &&');
        await page.page.getByRole('alert').waitFor();
      }));
  }

  it('without a machine, narrow', () => judged({ stack: null, width: 400 }));

  for (const theme of themeClasses) {
    it(`with the paths that packets took, in the theme ${theme}`, () =>
      judged({ theme }, async page => {
        await replayed(page);
        await page.page.getByRole('tab', { name: 'Paths' }).click();
        await page.page.getByRole('listbox', { name: /^Branches/ }).waitFor();
      }));
  }

  it('with a machine that does not run', () =>
    judged({ stack: 'ifconfig em0 bogus' }, async page => {
      await page.page.locator('pd-machine').getByText(/bogus/).waitFor();
    }));

  it('with a menu open', () =>
    judged({}, async page => {
      await page.page.getByRole('columnheader', { name: 'Source' }).click({ button: 'right' });
      await page.page.getByRole('menu').waitFor();
    }));
});
