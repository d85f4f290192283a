/** Layers: the field tree, its keys, its menu, and how it goes with Bytes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { pcapFile } from '../capture/build';
import { dropped, pagesOfTests, showFrame, textOf } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

const tree = (page: PageUnderTest) => page.page.getByRole('tree', { name: 'Layers' });
const line = (page: PageUnderTest, name: string | RegExp) =>
  tree(page).getByRole('treeitem', { name }).first();

/** An MLD report with more records than fit on any screen. */
function longReport(records: number): Uint8Array {
  const payload = 8 + records * 20;
  const frame = new Uint8Array(14 + 40 + 8 + payload);
  frame.set([0x33, 0x33, 0, 0, 0, 0x16, 2, 0, 0, 0, 1, 1, 0x86, 0xdd, 0x60, 0, 0, 0]);
  new DataView(frame.buffer).setUint16(18, 8 + payload);
  frame.set([0, 1, 0xfe, 0x80], 20);
  frame.set([0xff, 2], 38);
  frame[53] = 0x16;
  frame.set([58, 0, 5, 2, 0, 0, 1, 0], 54);
  frame.set([143], 62);
  new DataView(frame.buffer).setUint16(68, records);
  for (let i = 0; i < records; i++) frame.set([4, 0, 0, 0, 0xff, 2], 70 + i * 20);
  return frame;
}

describe('Layers', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('shows the fields of the packet with values and offsets, frame and link layer folded', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      assert.equal(await line(page, /^Frame 25/).getAttribute('aria-expanded'), 'false');
      assert.equal(await line(page, /^Ethernet II/).getAttribute('aria-expanded'), 'false');
      assert.equal(await line(page, /^Internet Protocol Version 6/).getAttribute('aria-expanded'), 'true');
      const source = line(page, /^Source Address/);
      assert.match(await textOf(source), /fe80::ff:fe00:101%em0\s+zone 1 embedded\s+0016/);
      assert.match(await textOf(line(page, /^Hop Limit/)), /63\s+was 64\s+0015/);
    }));

  it('shows what lies within ESP, and what a tunnel made new', () => {
    const sample = (file: string) => readFileSync(join(PROJECT_ROOT, 'samples/ipsec-gateway', file));
    const gateway = { capture: sample('lab.pcapng'), stack: sample('gateway.stack').toString() };
    return opened(gateway, async page => {
      await showFrame(page, 1);
      await page.page.getByRole('tab', { name: 'Out 1 (forwarded)' }).click();
      await line(page, /^Encapsulating Security Payload/).waitFor();
      const layers = await tree(page).locator('[role=treeitem][aria-level="1"]').allInnerTexts();
      const inside = layers.map(text => text.includes('inside ESP'));
      assert.deepEqual(
        inside,
        [false, false, false, false, true, true],
        'frame, raw, outer, ESP, inner, ICMPv6',
      );
      assert.equal(await page.page.locator('pd-bytes .byte.earlier').count(), 172, 'every byte of it');
      await page.picture('ipsec-out');
    });
  });

  it('marks what is wrong with the word bad and what it should be', () => {
    const frame = longReport(1);
    return opened(
      { capture: pcapFile({}, [{ seconds: 1, ticks: 0, bytes: frame }]), stack: null },
      async page => {
        const checksum = line(page, /^Checksum/);
        await checksum.waitFor();
        assert.match(await textOf(checksum), /bad, should be\s*0x[0-9a-f]{4}/);
        assert.equal(await checksum.locator('.bad svg').count(), 1);
      },
    );
  });

  it('moves by keys, selects the bytes of the field, and folds', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await line(page, /^Hop Limit/).click();
      await page.page.keyboard.press('ArrowUp');
      assert.match(await textOf(tree(page).locator('[aria-selected=true]')), /^Next Header/);
      assert.deepEqual(await page.page.locator('pd-bytes .byte.selected').allInnerTexts(), ['11']);
      await page.page.keyboard.press('ArrowLeft');
      assert.match(await textOf(tree(page).locator('[aria-selected=true]')), /^Internet Protocol/);
      await page.page.keyboard.press('ArrowLeft');
      assert.equal(await line(page, /^Internet Protocol/).getAttribute('aria-expanded'), 'false');
      await page.page.keyboard.press('Home');
      await page.page.keyboard.press('ArrowRight');
      assert.equal(await line(page, /^Frame 25/).getAttribute('aria-expanded'), 'true');
      await page.page.keyboard.press('End');
      assert.match(await textOf(tree(page).locator('[aria-selected=true]')), /^Data/);
    }));

  it('selects the step that changed the field, and keeps the field', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const moved = await page.seen('moved');
      await line(page, /^Hop Limit/).click();
      const step = page.page.locator('pd-trace [aria-selected=true]');
      await step.and(page.page.locator(`#step${dropped.hopLimit}`)).waitFor();
      await page.page.getByRole('gridcell', { name: 'offset 0015, 3f, was 40' }).waitFor();
      assert.match(await textOf(tree(page).locator('[aria-selected=true]')), /^Hop Limit/);
      assert.deepEqual(await page.seen('moved'), moved, 'a session stays where it is');
    }));

  it('remembers what is folded for the next packet', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await line(page, /^Internet Protocol/)
        .locator('.twistie')
        .click();
      await showFrame(page, 23);
      await line(page, /^Frame 23/).waitFor();
      assert.equal(await line(page, /^Internet Protocol/).getAttribute('aria-expanded'), 'false');
    }));

  it('marks the bytes of the field under the pointer, and the field of the bytes under it', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await line(page, /^Destination Address/).hover();
      assert.equal(await page.page.locator('pd-bytes .byte.hover').count(), 16);
      await page.page.locator('#byte21').hover();
      assert.match(await textOf(page.page.locator('pd-layers .row.hover')), /^Hop Limit/);
      await page.page.locator('#byte18').click();
      assert.match(await textOf(tree(page).locator('[aria-selected=true]')), /^Payload Length/);
      assert.equal(await page.page.locator('pd-bytes .byte.selected').count(), 2);
    }));

  it('copies, filters and sets breakpoints from its menu and by keys', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await line(page, /^Hop Limit/).click({ button: 'right' });
      const item = (name: string) => page.page.getByRole('menuitem', { name });
      await item('Copy as filter').click();
      assert.deepEqual(await page.sent('copy'), [{ text: 'ipv6.hlim == 63' }]);
      await line(page, /^Hop Limit/).click({ button: 'right' });
      await item('Copy name').click();
      await tree(page).focus();
      await page.page.keyboard.press('Control+c');
      await page.page.keyboard.press('b');
      assert.deepEqual(await page.sent('breakOnChange'), [{ expression: 'ipv6.hlim' }]);
      assert.deepEqual(await page.seen('copy'), [
        { text: 'ipv6.hlim == 63' },
        { text: 'ipv6.hlim' },
        { text: '63' },
      ]);
      await page.page.keyboard.press('Shift+F10');
      await item('Apply as filter').click();
      await page.page.getByText(/of 52/).first().waitFor();
      assert.equal(await page.filter.inputValue(), 'ipv6.hlim == 63');
    }));

  it('draws only what is in sight of thousands of fields', () => {
    const capture = pcapFile({}, [{ seconds: 1, ticks: 0, bytes: longReport(3000) }]);
    return opened({ capture, stack: null }, async page => {
      await line(page, /^Internet Control/).waitFor();
      await tree(page).focus();
      await page.page.keyboard.press('End');
      const last = tree(page).locator('[aria-selected=true]');
      await last.waitFor();
      assert.match(await textOf(last), /^Multicast Address Record/);
      assert.ok((await last.getAttribute('aria-posinset')) === (await last.getAttribute('aria-setsize')));
      assert.ok(Number(await last.getAttribute('aria-setsize')) > 3000);
      const drawn = await tree(page).getByRole('treeitem').count();
      assert.ok(drawn < 100, `${drawn} rows are drawn`);
    });
  });
});
