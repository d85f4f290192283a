/** The packet list in the browser: scrolling, selecting, columns, marks. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pcapFile } from '../capture/build';
import { enhanced, idb, joined, option, shb } from '../capture/buildPcapng';
import { pagesOfTests, replayed } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

describe('the packet list', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  const selected = (page: PageUnderTest) => page.page.locator('pd-packet-list .row.current .number');

  it('scrolls to the middle of a million rows by its own bar, with only what is in sight made', () =>
    opened({ capture: 1_000_000, stack: null }, async page => {
      await page.page.getByText('1,000,000 packets', { exact: true }).waitFor();
      assert.equal(await page.grid.getAttribute('aria-rowcount'), '1000001');
      const bar = await page.page.locator('pd-scroll-bar').boundingBox();
      assert.ok(bar);
      await page.page.mouse.move(bar.x + 4, bar.y + 4);
      await page.page.mouse.down();
      await page.page.mouse.move(bar.x + 4, bar.y + bar.height / 2, { steps: 3 });
      await page.page.mouse.up();
      await page.rows.first().waitFor();
      const number = Number(
        String(await page.rows.first().locator('.number').textContent()).replaceAll(',', ''),
      );
      assert.ok(number > 400_000 && number < 600_000, `row ${number} is in sight`);
      const { length } = await page.page.locator('pd-packet-list .row').all();
      assert.ok(length < 20, `${length} rows are made`);
      assert.equal(await page.rows.first().locator('.length').textContent(), '70');
    }));

  it('does nothing when a row is clicked that may be another packet by now', () =>
    opened({ pretended: { revision: 1_000_000 } }, async page => {
      assert.equal(await selected(page).textContent(), '1');
      await page.rows.nth(3).click();
      await page.rows.nth(3).locator('.margin').click();
      assert.equal(await selected(page).textContent(), '1');
      assert.deepEqual(await page.seen('toggleBreakpoint'), []);
    }));

  it('goes by keys to the end, by pages and lines, and back', () =>
    opened({ capture: 100_000, stack: null }, async page => {
      await page.page.getByText('100,000 packets', { exact: true }).waitFor();
      await page.grid.focus();
      for (const [key, number] of [
        ['End', '100,000'],
        ['ArrowUp', '99,999'],
        ['PageUp', '99,990'],
        ['Home', '1'],
        ['ArrowDown', '2'],
        ['PageDown', '11'],
      ]) {
        await page.page.keyboard.press(key);
        await selected(page).filter({ hasText: number }).waitFor();
        assert.equal(await selected(page).textContent(), number, key);
      }
      assert.equal(await page.grid.getAttribute('aria-activedescendant'), 'row-10');
    }));

  it('scrolls by the wheel, and keeps the selection where it is', () =>
    opened({ capture: 1_000, stack: null }, async page => {
      await page.grid.hover();
      await page.page.mouse.wheel(0, 2200);
      await page.row(102).locator('.number').waitFor();
      assert.equal(await page.rows.first().locator('.number').textContent(), '101');
      await page.page.mouse.wheel(0, -2200);
      await selected(page).waitFor();
      assert.equal(await selected(page).textContent(), '1');
    }));

  it('asks for a frame to go to', () =>
    opened({ capture: 5_000, stack: null }, async page => {
      await page.page.getByText('5,000 packets', { exact: true }).waitFor();
      await page.row(2).locator('.info').click({ button: 'right' });
      await page.page.getByRole('menuitem', { name: 'Go to frame' }).click();
      await page.page.getByRole('textbox', { name: 'Go to frame' }).fill('4,321');
      await page.page.keyboard.press('Enter');
      await selected(page).filter({ hasText: '4,321' }).waitFor();
      await page.page.keyboard.press('ArrowDown');
      await selected(page).filter({ hasText: '4,322' }).waitFor();
    }));

  it('copies a range with the decisions whole', () =>
    opened({}, async page => {
      await replayed(page);
      await page.goTo(21);
      await page.row(22).filter({ hasText: 'route-lookup' }).waitFor();
      await page.grid.focus();
      await page.page.keyboard.press('Shift+ArrowDown');
      await page.page.keyboard.press('Shift+ArrowDown');
      assert.equal(await page.page.locator('pd-packet-list .row.selected').count(), 3);
      await page.page.keyboard.press('Control+c');
      const [{ text }] = (await page.sent('copy')) as { text: string }[];
      const lines = text.trimEnd().split('\n');
      assert.deepEqual(
        lines.map(line => line.split('\t')[0]),
        ['No.', '21', '22', '23'],
      );
      assert.match(lines[1], /ip6_\w+\.route-lookup$/);
    }));

  it('keeps columns that were hidden, moved and resized', () =>
    opened({}, async page => {
      const heads = () => page.page.locator('pd-packet-list .head .title').allInnerTexts();
      const head = (name: string) => page.page.getByRole('columnheader', { name, exact: true });
      await head('Length').click({ button: 'right' });
      await page.page.getByRole('menuitem', { name: 'Hide Length' }).click();
      await head('Info').click({ button: 'right' });
      await page.page.getByRole('menuitem', { name: 'Move Info left' }).click();
      assert.deepEqual(await heads(), [
        ...['No.', 'Time', 'In', 'Source', 'Destination', 'Info', 'Protocol', 'Verdict', 'Decided by'],
      ]);
      const source = await head('Source').boundingBox();
      assert.ok(source);
      await page.page.mouse.move(source.x + source.width - 2, source.y + 10);
      await page.page.mouse.down();
      await page.page.mouse.move(source.x + source.width + 48, source.y + 10, { steps: 2 });
      await page.page.mouse.up();
      assert.equal((await head('Source').boundingBox())?.width, source.width + 50);
      const saved = (await page.sent('saveList')).at(-1) as object;
      await opened({ list: saved }, async again => {
        const columns = await again.page.locator('pd-packet-list .head .title').allInnerTexts();
        assert.deepEqual(columns, await heads());
        const kept = again.page.getByRole('columnheader', { name: 'Source', exact: true });
        assert.equal((await kept.boundingBox())?.width, source.width + 50);
      });
    }));

  it('writes times as the user wants them', () =>
    opened({ list: { time: 'delta' } }, async page => {
      await replayed(page);
      assert.equal(await page.row(3).locator('.time').textContent(), '0.000032880');
      assert.equal(await page.row(4).locator('.time').textContent(), '0.000007630');
    }));

  it('marks where a session has stopped and where breakpoints are, and sets one by a click in the margin', () =>
    opened({}, async page => {
      await replayed(page);
      await page.stopAt({
        kind: 'stopped',
        frame: 25,
        step: 2,
        by: 0,
        spoken: 'Stopped at frame 25, step 3',
      });
      const row = page.row(26);
      await row.getByRole('img', { name: 'Stopped here' }).waitFor();
      assert.match((await row.getAttribute('class')) ?? '', /selected/);
      assert.equal(await page.page.locator('.spoken').textContent(), 'Stopped at frame 25, step 3');
      await page.row(24).locator('.margin').click();
      await page.row(24).getByRole('img', { name: 'Breakpoint' }).waitFor();
      assert.deepEqual(await page.seen('toggleBreakpoint'), [{ decision: 'ip6_forward.link-mtu' }]);
      assert.match(
        (await page.row(24).getAttribute('aria-label')) ?? '',
        /^23, Dropped, link-mtu, .*, Breakpoint$/,
      );
      await page.grid.focus();
      await page.page.keyboard.press('b');
      await page.row(26).locator('.stop .breakpoint').waitFor();
    }));

  it('says so when it leaves out the frame in which a session stands, and shows it', () =>
    opened({}, async page => {
      await replayed(page);
      await page.filter.fill('frame.number < 20');
      await page.filter.press('Enter');
      await page.page.getByText('19 of 52').waitFor();
      const chosen = await selected(page).textContent();
      const stop = { kind: 'stopped', by: 0, spoken: '' } as const;
      await page.stopAt({ ...stop, frame: 25, step: 2 });
      const note = page.page
        .getByRole('status')
        .getByText('The debugger stands in frame 25, which the filter hides.');
      await note.waitFor();
      assert.equal(await selected(page).textContent(), chosen, 'no other packet is taken for it');
      await page.stopAt({ ...stop, frame: 19, step: 2 });
      await note.waitFor({ state: 'detached' });
      await selected(page).filter({ hasText: '19' }).waitFor();
      await page.stopAt({ ...stop, frame: 25, step: 2 });
      await page.page.getByRole('button', { name: 'Show all packets' }).click();
      await note.waitFor({ state: 'detached' });
      await selected(page).filter({ hasText: '25' }).waitFor();
      await page.row(26).getByRole('img', { name: 'Stopped here' }).waitFor();
      assert.equal(await page.filter.inputValue(), '');
    }));

  it('does not answer a move of its own, and tells its moves', () =>
    opened({}, async page => {
      await replayed(page);
      await page.row(4).locator('.info').click();
      const moved = (await page.sent('moved')) as { row: number; frame: number }[];
      assert.deepEqual([moved.length, moved[0].row, moved[0].frame], [1, 2, 3]);
      await page.stopAt({ kind: 'stopped', frame: 5, step: 0, by: 1, spoken: 'Stopped at frame 5, step 1' });
      await page.row(6).getByRole('img', { name: 'Stopped here' }).waitFor();
      assert.equal(await selected(page).textContent(), '3');
    }));

  it('shows texts of a capture and of a .stack file as texts', () => {
    const hostile = '<img src=x onerror="document.title=1"><style>*{display:none}</style>${1+1}\u202e';
    const name = option(2, new TextEncoder().encode(hostile));
    const capture = joined([shb(), idb({ options: [name] }), enhanced({ bytes: new Uint8Array(60) })]);
    return opened({ capture, stack: `${hostile}\n`, list: { history: [hostile] } }, async page => {
      await page.page.getByRole('status').filter({ hasText: 'no command `<img' }).first().waitFor();
      assert.equal(await page.row(2).locator('.interface').textContent(), hostile);
      assert.equal(await page.row(2).locator('.interface').getAttribute('title'), hostile);
      await page.page.getByRole('button', { name: 'Filters used before' }).click();
      await page.page.getByRole('menuitem').filter({ hasText: 'onerror' }).click();
      await page.page.getByRole('alert').waitFor();
      assert.equal(await page.filter.inputValue(), hostile);
      assert.equal(await page.page.locator('img, pd-packet-list style').count(), 0);
      assert.equal(await page.page.title(), 'lab.pcapng');
    });
  });

  it('comes to any place among ten million rows', () =>
    opened({ capture: 10_000_000, stack: null }, async page => {
      await page.page.getByText('10,000,000 packets', { exact: true }).waitFor({ timeout: 90_000 });
      await page.goTo(7_654_321);
      await selected(page).filter({ hasText: '7,654,321' }).waitFor();
      await page.grid.focus();
      await page.page.keyboard.press('PageDown');
      await selected(page).filter({ hasText: '7,654,330' }).waitFor();
      await page.page.keyboard.press('End');
      await selected(page).filter({ hasText: '10,000,000' }).waitFor();
      const last = await page.row(10_000_001).boundingBox();
      const list = await page.page.locator('pd-packet-list').boundingBox();
      assert.ok(last && list && last.y + last.height <= list.y + list.height, 'the last row is whole');
    }));

  it('ends with the place where a damaged capture can be read no further', async () => {
    const bytes = new Uint8Array(60);
    const capture = pcapFile({}, [{ seconds: 1, ticks: 0, bytes }]);
    const cut = new Uint8Array(capture.length + 20).fill(0xff);
    cut.set(capture);
    await opened({ capture: cut, stack: null }, async page => {
      await page.page.getByText('The readable part of the file ends here, at offset 0x00000064.').waitFor();
      await page.page.getByText('Frames 1 to 1 are shown.').waitFor();
      await page.page.getByRole('button', { name: 'Dismiss' }).click();
      await page.page.getByText('Frames 1 to 1 are shown.').waitFor({ state: 'detached' });
    });
  });

  it('shows the bytes of the damage, and goes on behind it', async () => {
    const bytes = new Uint8Array(60);
    const capture = pcapFile(
      {},
      [1, 2, 3, 4].map(seconds => ({ seconds, ticks: 0, bytes })),
    );
    capture.fill(0xff, 100, 116);
    await opened({ capture, stack: null }, async page => {
      await page.page.getByText('Frames 1 to 1 are shown.').waitFor();
      await page.page.getByRole('button', { name: 'Show the bytes' }).click();
      assert.deepEqual(await page.sent('showBytes'), [{ offset: 100 }]);
      await page.page.getByRole('button', { name: 'Look for the next record' }).click();
      await page.page
        .getByText('76 bytes at 0x00000064, after frame 1, made no sense and were left out.')
        .waitFor();
      await page.page.locator('pd-packet-list [aria-rowindex="4"]').waitFor();
      await page.page.getByText('The readable part of the file ends here').waitFor({ state: 'detached' });
    });
  });

  it('says so when a capture is empty, or is none', async () => {
    for (const [capture, words] of [
      [pcapFile({}, []), 'The capture has no packets.'],
      [new Uint8Array(100), /The file is no capture/],
    ] as const) {
      await opened({ capture, stack: null, rowless: true }, page =>
        page.page.locator('pd-capture-editor').getByText(words).first().waitFor(),
      );
    }
  });
});
