/** Paths: the picture of the ways that packets took, its branches as filters, and the rarest paths. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pagesOfTests, replayed, textOf } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

const picture = (page: PageUnderTest) => page.page.getByRole('listbox', { name: /^Branches/ });
const rarest = (page: PageUnderTest) => page.page.getByRole('tree', { name: 'Rarest paths' });
const port = (page: PageUnderTest) => page.page.locator('svg.flow').getAttribute('viewBox');

async function showPaths(page: PageUnderTest): Promise<void> {
  await replayed(page);
  await page.page.getByRole('tab', { name: 'Paths' }).click();
  await picture(page).waitFor();
}

describe('Paths', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('draws branches as thick as the packets that took them, and names them', () =>
    opened({}, async page => {
      await showPaths(page);
      const branch = (name: string) => picture(page).getByRole('option', { name });
      const thick = async (name: string) =>
        Number(await branch(name).locator('.line').getAttribute('stroke-width'));
      const common = 'Packets up, to ether_input.destination: 25 packets';
      const rare = 'ether_input.destination broadcast, to ether_demux.protocol: 1 packet';
      assert.ok((await thick(common)) > 5 * (await thick(rare)));
      assert.match((await picture(page).getAttribute('aria-label')) ?? '', /25 packets/);
    }));

  it('is shown in its whole width from the beginning, however narrow the pane', () =>
    opened({}, async page => {
      await page.page.setViewportSize({ width: 620, height: 900 });
      await showPaths(page);
      const drawn = await page.page.locator('svg.flow').evaluate(svg => {
        const { x, width } = (svg as unknown as { getBBox(): { x: number; width: number } }).getBBox();
        return { from: x, to: x + width };
      });
      const [x, , width] = ((await port(page)) ?? '').split(' ').map(Number);
      const pane = await picture(page).boundingBox();
      assert.ok(pane && drawn.to - drawn.from > pane.width / 0.85, 'the picture is wider than the pane');
      assert.ok(drawn.from >= x && drawn.to <= x + width, JSON.stringify({ drawn, x, width }));
    }));

  it('filters the list by a branch that is clicked, and shows all again at the second click', () =>
    opened({}, async page => {
      await showPaths(page);
      const branch = picture(page).getByRole('option', { name: /^ether_input.destination multicast/ });
      await branch.dispatchEvent('click');
      await page.page.getByText('3 of 52').waitFor();
      assert.equal(await branch.getAttribute('aria-selected'), 'true');
      await branch.dispatchEvent('click');
      await page.page.getByText('52 packets').waitFor();
    }));

  it('is counted anew only when what it shows has changed, as is the timeline', () =>
    opened({}, async page => {
      await showPaths(page);
      await page.page.getByText('25 packets', { exact: true }).waitFor();
      const [paths, bars] = [await page.seen('paths'), await page.seen('timeline')];
      await page.filter.fill('udp');
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      assert.deepEqual([await page.seen('paths'), await page.seen('timeline')], [paths, bars]);
      await page.page.getByRole('radio', { name: 'Shown packets' }).click();
      await page.page.getByText('25 packets', { exact: true }).waitFor({ state: 'detached' });
      assert.deepEqual((await page.seen('paths')).slice(paths.length), [{ shown: true }]);
    }));

  it('is moved through by keys: branches, zoom, and Enter to filter', () =>
    opened({}, async page => {
      await showPaths(page);
      await picture(page).focus();
      const before = await port(page);
      await page.page.keyboard.press('+');
      assert.notEqual(await port(page), before);
      await page.page.keyboard.press('0');
      const whole = await port(page);
      await page.page.keyboard.press('-');
      await page.page.keyboard.press('+');
      assert.notEqual(whole, before);
      await page.page.keyboard.press('ArrowDown');
      const id = await picture(page).getAttribute('aria-activedescendant');
      assert.equal(id, 'branch1');
      await page.page.keyboard.press('Enter');
      await page.page.getByRole('button', { name: /One path/ }).waitFor();
    }));

  it('is dragged and zoomed with the pointer', () =>
    opened({}, async page => {
      await showPaths(page);
      const box = await picture(page).boundingBox();
      assert.ok(box);
      const [x, y] = [box.x + 20, box.y + box.height - 20];
      const before = await port(page);
      await page.page.mouse.move(x, y);
      await page.page.mouse.down();
      await page.page.mouse.move(x + 10, y - 80, { steps: 4 });
      await page.page.mouse.up();
      const dragged = await port(page);
      assert.notEqual(dragged, before);
      await page.page.mouse.wheel(0, 60);
      assert.notEqual(await port(page), dragged);
      assert.equal(await page.page.getByText('52 packets').isVisible(), true, 'a drag is no click');
    }));

  it('counts the packets of the list when asked to', () =>
    opened({}, async page => {
      await showPaths(page);
      await page.filter.fill('verdict == dropped');
      await page.filter.press('Enter');
      await page.page.getByText('7 of 52').waitFor();
      await page.page.getByRole('radio', { name: 'Shown packets' }).click();
      await page.page.locator('pd-paths').getByText('7 packets', { exact: true }).waitFor();
      await page.page.getByRole('radio', { name: 'Whole capture' }).click();
      await page.page.locator('pd-paths').getByText('25 packets', { exact: true }).waitFor();
    }));

  it('lists the rarest paths first, with an example to go to, and unfolds their decisions', () =>
    opened({}, async page => {
      await showPaths(page);
      const rows = rarest(page).getByRole('treeitem');
      assert.match(await textOf(rows.first()), /Dropped\s+hop-limit\s+1 packet\s+Packet 19/);
      await rarest(page).focus();
      await page.page.keyboard.press('ArrowRight');
      assert.match(await textOf(rows.nth(1)), /link_input.interface-up = up/);
      await page.page.keyboard.press(' ');
      await page.page.locator('pd-packet-list .row.selected', { hasText: '19' }).waitFor();
      await page.page.keyboard.press('Enter');
      await page.page.getByText('1 of 52').waitFor();
    }));

  it('has a tab only where there is a machine', () =>
    opened({ stack: null }, async page => {
      await page.page.getByRole('tab', { name: 'Trace' }).waitFor();
      assert.equal(await page.page.getByRole('tab', { name: 'Paths' }).count(), 0);
    }));
});
