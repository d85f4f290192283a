/** A real file of a million frames: scrolled to its middle, gone into by number, filtered. */
import assert from 'node:assert/strict';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ManyFrames } from '../../webview/model/manyFrames';
import { journey, type Started } from './journey';

const FRAMES = 1_000_000;
const CHUNK = 8 << 20;

function writeFrames(path: string): void {
  const source = new ManyFrames(FRAMES);
  const file = openSync(path, 'w');
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < source.size; at += CHUNK) writeSync(file, chunk, 0, source.read(at, chunk, 0, CHUNK));
  closeSync(file);
}

export function millionJourney(started: Started): void {
  const prepare = (workspace: string) => writeFrames(join(workspace, 'million.pcap'));

  journey('a million frames', started, { prepare }, at => {
    it('they open', async () => {
      await at().openCapture('million.pcap');
      await at().tally('1,000,000 packets');
    });

    it('the scroll bar leads to the middle, where each row is its frame', async () => {
      const { page, capture } = at();
      const bar = await capture.locator('pd-scroll-bar').first().boundingBox();
      assert.ok(bar);
      await page.mouse.click(bar.x + bar.width / 2, bar.y + bar.height / 2);
      const row = capture.getByRole('row', { name: /^(49|50)\d,\d{3}, / }).first();
      await row.click();
      const label = (await row.getAttribute('aria-label')) ?? '';
      const frame = Number(label.split(', ')[0].replaceAll(',', ''));
      // Frame 1 has the flow label 0.
      const flow = `0x${(frame - 1).toString(16).padStart(6, '0')}`;
      await capture.locator('pd-layers [role=treeitem]', { hasText: flow }).waitFor();
    });

    it('a number leads to its frame', async () => {
      const { page, capture } = at();
      await page.keyboard.press('Control+KeyG');
      await capture.getByRole('textbox', { name: 'Go to frame' }).fill('777777');
      await capture.getByRole('textbox', { name: 'Go to frame' }).press('Enter');
      await capture.locator('pd-packet-list .row.current[aria-label^="777,777,"]').waitFor();
    });

    it('a filter finds the few among them', async () => {
      await at().show('ipv6.hlim == 1', '10 of 1,000,000');
      await at()
        .capture.getByRole('row', { name: /^100,000, / })
        .waitFor();
    });
  });
}
