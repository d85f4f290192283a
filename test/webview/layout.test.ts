/** The page's regions: widths, dividers, tab stops, keys. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type OpenedPage, pagesOfTests, replayed } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

describe("the page's regions", function () {
  this.timeout(120_000);
  const pages = pagesOfTests();

  const opened: OpenedPage = (wish, test) =>
    pages(wish, async page => {
      await replayed(page);
      await test(page);
    });

  /** What has the focus: its role, or its tag. */
  const focused = (page: PageUnderTest) =>
    page.page.evaluate(() => {
      type Found = { shadowRoot: Root | null; getAttribute(name: string): string | null; localName: string };
      type Root = { activeElement: Found | null };
      let found = (globalThis as unknown as { document: Root }).document.activeElement;
      while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
      return found?.getAttribute('role') ?? found?.localName ?? '';
    });

  for (const [width, heads, tabs] of [
    [400, ['No.', 'Source', 'Info', 'Verdict'], true],
    [800, ['No.', 'Source', 'Info', 'Verdict', 'Decided by'], true],
    [1000, ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Info', 'Verdict', 'Decided by'], false],
    [
      1440,
      ['No.', 'Time', 'In', 'Source', 'Destination', 'Protocol', 'Length', 'Info', 'Verdict', 'Decided by'],
      false,
    ],
  ] as const) {
    it(`has room for all it shows ${width} pixels wide`, () =>
      opened({ width }, async page => {
        assert.deepEqual(await page.page.locator('pd-packet-list .head .title').allInnerTexts(), heads);
        assert.equal(await page.page.getByRole('tab', { name: 'Layers' }).isVisible(), tabs);
        assert.equal(await page.page.getByRole('button', { name: 'More actions' }).isVisible(), width < 560);
        const box = await page.page.locator('pd-packet-list .head').boundingBox();
        assert.ok(box && box.x === 0 && box.width <= width, `the list is ${box?.width} wide`);
        for (const button of await page.page.locator('pd-actions button:visible').all()) {
          const place = await button.boundingBox();
          assert.ok(place && place.x + place.width <= width, 'a button is out of sight');
        }
      }));
  }

  for (const [width, height] of [
    [550, 380],
    [400, 300],
  ]) {
    it(`keeps list and panes in sight in a page of ${width} by ${height} pixels, as at a zoom of 200 %`, () =>
      opened({ width, height }, async page => {
        const list = await page.page.locator('pd-packet-list').boundingBox();
        const panes = await page.page.locator('.panes').boundingBox();
        assert.ok(list && list.height >= 88, 'the list has room for three packets');
        assert.ok(panes && panes.height >= 80 && panes.y + panes.height <= height, 'so have the panes');
      }));
  }

  it('keeps columns that the user has chosen also where they are narrow', () =>
    opened({ width: 400, list: { columns: ['number', 'time', 'verdict'] } }, async page => {
      assert.deepEqual(await page.page.locator('pd-packet-list .head .title').allInnerTexts(), [
        'No.',
        'Time',
        'Verdict',
      ]);
    }));

  it('moves its dividers by pointer and keys, resets them, and keeps them', () =>
    opened({}, async page => {
      const sash = page.page.getByRole('separator', { name: 'Height of the packet list' });
      const height = async () => (await page.page.locator('pd-packet-list').boundingBox())?.height;
      const first = await height();
      const box = await sash.boundingBox();
      assert.ok(box && first === 242);
      await page.page.mouse.move(box.x + 300, box.y + 2);
      await page.page.mouse.down();
      await page.page.mouse.move(box.x + 300, box.y + 62, { steps: 3 });
      await page.page.mouse.up();
      assert.equal(await height(), 302);
      await sash.focus();
      await page.page.keyboard.press('ArrowUp');
      assert.equal(await height(), 282);
      assert.equal(((await page.kept()) as { layout: { list: number } }).layout.list, 282);
      await sash.dblclick({ position: { x: 300, y: 2 } });
      assert.equal(await height(), 242);
    }));

  it('is as it was when it was hidden and is built again', async () => {
    let kept: unknown;
    await opened({}, async page => {
      await page.filter.fill('icmpv6');
      await page.filter.press('Enter');
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      await page.goTo(30);
      await page.page.locator('.row.current .number').filter({ hasText: /^30$/ }).waitFor();
      const sash = page.page.getByRole('separator', { name: 'Width of Layers and Bytes' });
      await sash.focus();
      await page.page.keyboard.press('ArrowRight');
      kept = await page.kept();
    });
    await opened({ kept }, async page => {
      await page.page.getByText(/^\d+ of 52$/).waitFor();
      assert.equal(await page.filter.inputValue(), 'icmpv6');
      await page.page.locator('.row.current .number').filter({ hasText: /^30$/ }).waitFor();
      assert.equal((await page.page.locator('.pane.layers').boundingBox())?.width, 502);
    });
  });

  it('is one tab stop a region, in their order', () =>
    opened({}, async page => {
      await page.filter.focus();
      const stops: string[] = [];
      for (let i = 0; i < 5; i++) {
        stops.push(await focused(page));
        await page.page.keyboard.press('Tab');
      }
      assert.deepEqual(stops, ['textbox', 'button', 'button', 'slider', 'grid']);
    }));

  for (const width of [1100, 400]) {
    it(`leads by numbers to list and panes, and by Enter from the list to Trace, ${width} pixels wide`, () =>
      opened({ width }, async page => {
        const reached = (pane: string) =>
          page.page.waitForFunction(wanted => {
            type Found = { shadowRoot: Root | null; localName: string };
            type Root = { activeElement: Found | null };
            const editor = (globalThis as unknown as { document: Root }).document.activeElement;
            return editor?.shadowRoot?.activeElement?.localName === wanted;
          }, pane);
        await page.grid.focus();
        for (const [key, wanted] of [
          ['2', 'pd-layers'],
          ['3', 'pd-bytes'],
          ['4', 'pd-trace'],
          ['1', 'pd-packet-list'],
          ['Enter', 'pd-trace'],
          ['Escape', 'pd-packet-list'],
        ]) {
          await page.page.keyboard.press(key);
          await reached(wanted);
        }
      }));
  }

  it('leads by its keys from region to region, and lets all other keys through to VS Code', () =>
    opened({}, async page => {
      const { keyboard } = page.page;
      await page.grid.focus();
      await keyboard.press('/');
      assert.equal(await focused(page), 'textbox');
      await keyboard.type('12[b');
      assert.equal(await page.filter.inputValue(), '12[b');
      await page.filter.fill('12[ ');
      await keyboard.press('Escape');
      assert.equal(await focused(page), 'grid');
      await keyboard.press('Control+f');
      assert.equal(await focused(page), 'textbox');
      await page.filter.fill('');
      await keyboard.press('Escape');
      await page.page.evaluate(() => {
        const target = globalThis as unknown as {
          passed: string[];
          addEventListener(
            type: 'keydown',
            listener: (event: { key: string; ctrlKey: boolean }) => void,
          ): void;
        };
        target.passed = [];
        target.addEventListener('keydown', ({ key, ctrlKey }) => {
          if (key !== 'Control') target.passed.push((ctrlKey ? 'Ctrl+' : '') + key);
        });
      });
      const through = ['F5', 'F6', 'F9', 'F10', 'F11', 'Control+p', 'Control+s', 'x'];
      for (const key of ['ArrowDown', 'b', 'PageDown', '[', '1', 'Escape', ...through])
        await keyboard.press(key);
      const passed = await page.page.evaluate(() => (globalThis as unknown as { passed: string[] }).passed);
      assert.deepEqual(
        passed,
        through.map(key => key.replace('Control', 'Ctrl')),
      );
    }));
});
