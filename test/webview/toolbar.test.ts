/** Filter, chips, buttons, and the timeline, in the browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type OpenedPage, pagesOfTests, replayed } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

describe('the toolbar and the timeline', function () {
  this.timeout(120_000);
  const pages = pagesOfTests();

  const opened: OpenedPage = (wish, test) =>
    pages(wish, async page => {
      if (wish.stack !== null) await replayed(page);
      await test(page);
    });

  const numbers = (page: PageUnderTest) => page.page.locator('pd-packet-list .rows .number').allInnerTexts();

  it('filters by Enter, says how many are shown, and shows all again when it is emptied', () =>
    opened({}, async page => {
      await page.filter.fill('icmpv6.type == 3');
      await page.page.getByText('Enter to filter').waitFor();
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      const shown = await numbers(page);
      assert.ok(shown.length > 0 && shown.length < 10);
      assert.equal(await page.page.locator('pd-banner .note').count(), 0, 'nothing was refused meanwhile');
      assert.match(String(await page.rows.first().textContent()), /Time Exceeded/);
      await page.filter.fill('');
      await page.page.getByText('52 packets').waitFor();
    }));

  it('underlines what is wrong, says why, and keeps the last valid filter', () =>
    opened({}, async page => {
      await page.filter.fill('udp');
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      const before = await numbers(page);
      await page.filter.fill('udp && ipv6.src == fe80::/200');
      const alert = page.page.getByRole('alert');
      await alert.waitFor();
      assert.match(String(await alert.textContent()), /The list still shows the last valid filter\.$/);
      assert.equal(await page.page.locator('.mirror .bad').textContent(), 'fe80::/200');
      assert.equal(await page.filter.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.filter.getAttribute('aria-describedby'), 'problem');
      await page.filter.press('Enter');
      assert.deepEqual(await numbers(page), before);
    }));

  it('completes fields by keys, and remembers filters', () =>
    opened({}, async page => {
      await page.filter.click();
      await page.page.keyboard.type('icmpv6.ty');
      await page.page
        .getByRole('option', { name: /^icmpv6\.type/ })
        .first()
        .waitFor();
      await page.page.keyboard.press('ArrowDown');
      await page.page.keyboard.press('Enter');
      assert.equal(await page.filter.inputValue(), 'icmpv6.type');
      await page.page.keyboard.type(' == 128');
      await page.page.keyboard.press('Enter');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      await page.filter.fill('udp');
      await page.filter.press('Enter');
      await page.page.waitForFunction(() => {
        const { seen } = (
          globalThis as unknown as { harness: { seen: { params: { history?: string[] } }[] } }
        ).harness;
        return seen.some(one => one.params?.history?.length === 2);
      });
      await page.filter.press('ArrowUp');
      await page.filter.press('ArrowUp');
      assert.equal(await page.filter.inputValue(), 'icmpv6.type == 128');
      await page.page.getByRole('button', { name: 'Filters used before' }).click();
      await page.page.getByRole('menuitem', { name: 'udp' }).click();
      assert.equal(await page.filter.inputValue(), 'udp');
    }));

  it('goes to the next match without filtering', () =>
    opened({}, async page => {
      const rows = await page.grid.getAttribute('aria-rowcount');
      await page.filter.fill('verdict == dropped');
      await page.filter.press('F3');
      const first = page.page.locator('pd-packet-list .row.current .verdict');
      await first.filter({ hasText: 'Dropped' }).waitFor();
      assert.equal(await page.grid.getAttribute('aria-rowcount'), rows);
    }));

  it('shows only the packets of chips that are pressed, by pointer and by keys', () =>
    opened({}, async page => {
      const chip = page.page.getByRole('button', { name: 'Dropped, 7 packets' });
      await chip.click();
      await page.page.getByText('7 of 52').waitFor();
      assert.equal(await chip.getAttribute('aria-pressed'), 'true');
      assert.deepEqual(
        new Set(await page.page.locator('.rows .verdict').allInnerTexts()),
        new Set(['Dropped']),
      );
      await page.page.keyboard.press('ArrowRight');
      await page.page.keyboard.press(' ');
      await page.page.getByText('10 of 52').waitFor();
      await page.page.getByRole('button', { name: 'Reasons' }).click();
      await page.page
        .getByRole('menuitemcheckbox', { name: /source-scope/ })
        .first()
        .click();
      await page.page.keyboard.press('Escape');
      await page.page.locator('.rows .decision').filter({ hasText: 'source-scope' }).first().waitFor();
    }));

  it('goes to packets with the same reason, and exports what is selected', () =>
    opened({}, async page => {
      const stands = (frame: number) =>
        page.page.locator(`pd-packet-list .row.current .number:text-is("${frame}")`).waitFor();
      await page.goTo(29);
      await page.row(30).filter({ hasText: 'queue' }).waitFor();
      await page.grid.focus();
      await page.page.keyboard.press(']');
      await stands(40);
      await page.command('previousSameReason');
      await stands(29);
      await page.command('previousSameReason');
      await stands(3);
      await page.command('nextSameReason');
      await stands(29);
      await page.page.getByRole('button', { name: 'Export' }).click();
      await page.page.getByRole('menuitem', { name: 'Selected packets as pcapng' }).click();
      const [wish] = (await page.sent('export')) as { rows: number[] }[];
      assert.deepEqual(wish.rows, [28]);
    }));

  it('restricts the list to a span that is dragged over the timeline, and to all again by Escape', () =>
    opened({}, async page => {
      const box = await page.timeline.boundingBox();
      assert.ok(box);
      await page.page.mouse.move(box.x + box.width * 0.3, box.y + 10);
      await page.page.mouse.down();
      await page.page.mouse.move(box.x + box.width * 0.7, box.y + 10, { steps: 4 });
      await page.page.mouse.up();
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      const times = (await page.page.locator('.rows .time').allInnerTexts()).map(Number);
      assert.ok(
        times.every(time => time > 2.2 && time < 5.5),
        times.join(),
      );
      assert.match((await page.timeline.getAttribute('aria-valuetext')) ?? '', /list restricted to/);
      await page.timeline.focus();
      await page.page.keyboard.press('Escape');
      await page.page.getByText('52 packets').waitFor();
      await page.page.keyboard.press('Shift+ArrowRight');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
    }));

  it('says on the timeline which packet is selected, and moves by bars', () =>
    opened({}, async page => {
      await page.row(4).locator('.info').click();
      await page.timeline.focus();
      await page.page.keyboard.press('ArrowRight');
      await page.page.keyboard.press('ArrowRight');
      await page.page.locator('pd-packet-list .row.current .number').filter({ hasNotText: /^3$/ }).waitFor();
      assert.match((await page.timeline.getAttribute('aria-valuetext')) ?? '', /^Packet \d+, \d+\.\d{9} s, /);
    }));

  it('draws the timeline in the colours of the theme, also when that changes', () =>
    opened({}, async page => {
      const painted = () =>
        page.page.evaluate(() => {
          type Context = {
            drawImage(image: Canvas, x: number, y: number): void;
            getImageData(...box: number[]): { data: Uint8ClampedArray };
          };
          type Canvas = { width: number; height: number; getContext(kind: '2d'): Context };
          type Root = { querySelector(what: string): { shadowRoot: Root } & Canvas };
          const { document } = globalThis as unknown as {
            document: Root & { createElement(tag: 'canvas'): Canvas };
          };
          const strip = document.querySelector('pd-capture-editor').shadowRoot.querySelector('pd-timeline');
          const canvas = strip.shadowRoot.querySelector('canvas');
          const copy = document.createElement('canvas');
          copy.width = canvas.width;
          copy.height = canvas.height;
          const context = copy.getContext('2d');
          context.drawImage(canvas, 0, 0);
          const { data } = context.getImageData(0, 0, copy.width, copy.height);
          const seen = new Set<string>();
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] === 255) seen.add([data[i], data[i + 1], data[i + 2]].join());
          }
          return [...seen];
        });
      assert.ok((await painted()).includes('241,76,76'), 'dropped packets are red');
      await page.page.evaluate(() => {
        const { document } = globalThis as unknown as {
          document: { documentElement: { style: { setProperty(name: string, value: string): void } } };
        };
        document.documentElement.style.setProperty('--vscode-charts-red', '#010203');
      });
      while (!(await painted()).includes('1,2,3')) await page.page.waitForTimeout(20);
    }));
});
