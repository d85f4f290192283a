/** Packets on the links between hosts, in the browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { twoHosts } from '../replay/twoHosts';
import { pagesOfTests } from './pagesOfTests';

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
      assert.deepEqual((await page.seen('moved')).at(-1), { row: 5, frame: 0, event: 3, step: 23 });
      await page.filter.fill('host == "B" && verdict == "dropped"');
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 80$/).waitFor();
      const places = await page.rows.locator('.interface').allTextContents();
      assert.deepEqual([...new Set(places)], ['B.em0']);
    }));

  it('are selected where a session stops at one, and not where it is another event', () =>
    opened({ stack: twoHosts }, async page => {
      await page.page.getByText('80 packets', { exact: true }).waitFor();
      const stop = { kind: 'stopped', frame: 0, step: 4, by: 0 } as const;
      await page.stopAt({ ...stop, event: { number: 4, time: -1 }, spoken: 'Stopped elsewhere' });
      await page.page.locator('pd-packet-list .row.stopped').waitFor({ state: 'detached' });
      await page.stopAt({
        ...stop,
        event: { number: 3, time: 95_857_913 },
        spoken: 'Stopped at event e3, step 5',
      });
      const stopped = page.page.locator('pd-packet-list .row.stopped');
      await stopped.waitFor();
      assert.equal(
        await stopped.locator('.info').textContent(),
        'Echo (ping) request id=0x285d, seq=1, hop limit=63',
      );
      assert.equal(await stopped.getAttribute('aria-selected'), 'true');
      await page.page.locator('pd-trace [aria-current=step]').waitFor();
      await page.filter.fill('frame.number == 1');
      await page.filter.press('Enter');
      await page.page.getByText('The debugger stands at an event, which the filter hides.').waitFor();
    }));
});
