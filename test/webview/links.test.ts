/** Packets on the links between hosts, in the browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pagesOfTests } from './pagesOfTests';
import { twoHosts } from './twoHosts';

describe('packets on links in the page', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('are rows with trace, layers and bytes, and filters select them', () =>
    opened({ stack: twoHosts, width: 1600 }, async page => {
      await page.page.getByText('80 packets', { exact: true }).waitFor();
      const row = page.rows.filter({ hasText: 'hop limit=63' }).first();
      await row.click();
      assert.equal(await row.locator('.number').textContent(), '');
      assert.equal(await row.locator('.interface').textContent(), 'B.em0');
      assert.equal(await row.locator('.length').textContent(), '118');
      assert.equal((await row.locator('.verdict').textContent())?.trim(), 'Delivered');
      await page.page.locator('.where', { hasText: 'Packet on B.em0, from frame 3' }).waitFor();
      await page.page
        .locator('pd-trace')
        .getByText(/^Delivered: /)
        .waitFor();
      await page.page.locator('pd-layers').getByText('Hop Limit').first().waitFor();
      await page.page.locator('pd-bytes').getByRole('tab', { name: 'In', exact: true }).click();
      await page.page.locator('pd-bytes').getByText('86', { exact: true }).first().waitFor();
      await page.filter.fill('host == "B" && verdict == "dropped"');
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 80$/).waitFor();
      const places = await page.rows.locator('.interface').allTextContents();
      assert.deepEqual([...new Set(places)], ['B.em0']);
    }));
});
