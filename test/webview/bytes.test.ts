/** Bytes: versions of the packet, changes, keys, copying, and packets longer than any screen. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pcapFile } from '../capture/build';
import { dropped, pagesOfTests, showFrame, stopAt, textOf } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

const grid = (page: PageUnderTest) => page.page.getByRole('grid', { name: /^Bytes/ });
const active = (page: PageUnderTest) => grid(page).getAttribute('aria-activedescendant');
const selected = (page: PageUnderTest) => page.page.locator('pd-bytes .byte.selected').allInnerTexts();
const change = (page: PageUnderTest) => textOf(page.page.locator('pd-bytes .change'));

/** A link type whose frames may be longer than 256 KB. */
const usbPcap = 249;

describe('Bytes', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('marks what the step changed and what was changed before it, and tells each', () =>
    opened({}, async page => {
      await stopAt(page, dropped.frame, dropped.hopLimit);
      const changed = page.page.getByRole('gridcell', { name: 'offset 0015, 3f, was 40' });
      await changed.waitFor();
      assert.equal(await changed.getAttribute('title'), 'Changed by this step: 40 to 3f');
      assert.match((await changed.getAttribute('class')) ?? '', /changed/);
      const earlier = page.page.getByRole('gridcell', { name: 'offset 0019, 01, was 00' });
      assert.equal(await earlier.getAttribute('title'), 'Changed by ip6_input: 00 to 01');
      assert.match((await earlier.getAttribute('class')) ?? '', /earlier/);
      assert.match(await change(page), /0015\s+Hop Limit\s+40\s+→\s+3f\s+this step, 64 to 63\s+1 of 2/);
      await page.page.getByRole('button', { name: 'Next change' }).click();
      assert.match(await change(page), /0019\s+Source Address\s+00\s+→\s+01\s+ip6_input\s+2 of 2/);
      await grid(page).focus();
      await page.page.keyboard.press(',');
      assert.match(await change(page), /1 of 2/);
      assert.deepEqual(await selected(page), ['3f']);
      await page.page.keyboard.press('.');
      assert.match(await change(page), /2 of 2/);
    }));

  it('has a tab for each version, also by keys, and keeps the one chosen for the next packet', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const tab = (name: RegExp) => page.page.getByRole('tab', { name });
      assert.equal(await tab(/^Now$/).getAttribute('aria-selected'), 'true');
      await grid(page).focus();
      await page.page.keyboard.press('Control+ArrowLeft');
      assert.equal(await tab(/^In$/).getAttribute('aria-selected'), 'true');
      await page.page.getByRole('gridcell', { name: '40', exact: true }).first().waitFor();
      assert.equal(await page.page.locator('pd-bytes .changed, pd-bytes .earlier').count(), 0);
      await showFrame(page, 23);
      assert.equal(await tab(/^In$/).getAttribute('aria-selected'), 'true');
      await showFrame(page, dropped.frame);
      await tab(/^Out 1/).click();
      await page.page.getByRole('grid', { name: 'Bytes, Out 1 (Neighbor Solicitation)' }).waitFor();
      assert.equal(await textOf(page.page.locator('#byte0')), '60');
    }));

  it('moves by byte and row, extends with Shift, and copies as hex text', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await page.page.locator('#byte0').click();
      await page.page.keyboard.press('ArrowRight');
      await page.page.keyboard.press('ArrowDown');
      assert.equal(await active(page), 'byte17');
      await page.page.keyboard.press('End');
      assert.equal(await active(page), 'byte31');
      await page.page.keyboard.press('Home');
      assert.equal(await active(page), 'byte16');
      await page.page.keyboard.press('Shift+ArrowRight');
      await page.page.keyboard.press('Shift+ArrowRight');
      await page.page.keyboard.press('Control+c');
      assert.deepEqual(await page.sent('copy'), [{ text: '00 00 00' }]);
      await page.page.keyboard.press('Shift+ArrowDown');
      assert.equal((await selected(page)).length, 19);
      await page.page.keyboard.press('Shift+F10');
      await page.page.getByRole('menuitem', { name: 'Break when these bytes change' }).click();
      assert.deepEqual(await page.sent('breakOnChange'), [{ expression: 'frame[16:19]' }]);
    }));

  for (const [width, wide] of [
    [400, 8],
    [1100, 16],
  ]) {
    it(`has ${wide} bytes a line in a page ${width} pixels wide`, () =>
      opened({ width }, async page => {
        await showFrame(page, dropped.frame);
        await page.grid.focus();
        await page.page.keyboard.press('3');
        await page.page.locator('#byte0').waitFor();
        assert.equal(await grid(page).getByRole('row').first().getByRole('gridcell').count(), wide);
        const body = await grid(page).evaluate(
          ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) =>
            scrollWidth - clientWidth,
        );
        assert.equal(body, 0, 'a line is wider than the pane');
      }));
  }

  it('draws only the lines in sight of a long packet, and says what is not shown of a longer one', () => {
    const frame = new Uint8Array((256 << 10) + 5);
    frame.fill(0x61, 14);
    const capture = pcapFile({ snaplen: frame.length, network: usbPcap }, [
      { seconds: 1, ticks: 0, bytes: frame },
    ]);
    return opened({ capture, stack: null }, async page => {
      await page.page.locator('#byte0').click();
      await page.page.keyboard.press('Control+End');
      const last = `byte${(256 << 10) - 1}`;
      await page.page.locator(`#${last}`).waitFor();
      assert.equal(await active(page), last);
      assert.ok((await grid(page).getByRole('gridcell').count()) < 1500);
      assert.ok(await page.page.getByText('5 more bytes are not shown.').isVisible());
    });
  });
});
