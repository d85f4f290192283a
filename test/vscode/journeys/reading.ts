/** Reading a capture: filters, chips, fields and their bytes, the paths of packets. */
import { assertAccessible } from '../../webview/axe';
import { journey, type Started } from './journey';

export function readingJourney(started: Started): void {
  journey('reading a capture', started, {}, at => {
    it('it opens with the verdicts of the machine that replays it', async () => {
      await at().openCapture('lab.pcapng');
      await at().replayed();
      await at()
        .capture.getByRole('row', { name: /Delivered/ })
        .first()
        .waitFor();
    });

    it('a wrong filter says what is wrong, and the list stays', async () => {
      await at().filter.fill('ipv6.hlim = = 1');
      await at().filter.press('Enter');
      await at()
        .capture.getByRole('alert')
        .filter({ hasText: 'The list still shows the last valid filter.' })
        .waitFor();
      await at()
        .capture.getByRole('row', { name: /^1, Delivered/ })
        .waitFor();
    });

    it('a right filter shows the packets that it selects', async () => {
      await at().show('decision == "ip6_forward.hop-limit"', '1 of 52');
      await at().capture.getByText('the hop limit is 1, so the packet may go no further').first().waitFor();
      await at().show('', '52 packets');
    });

    it('a chip leaves the packets of its verdict', async () => {
      const { capture } = at();
      const dropped = capture.getByRole('button', { name: /^Dropped, 7 packets/ });
      await dropped.click();
      await at().tally('7 of 52');
      await capture
        .locator('pd-packet-list [role=row][aria-label*="Forwarded"]')
        .waitFor({ state: 'detached' });
    });

    it('a field leads to its bytes, and a byte to its field', async () => {
      const { capture } = at();
      await capture.getByRole('row', { name: /^19, Dropped/ }).click();
      await capture.locator('pd-layers [role=treeitem]', { hasText: 'Hop Limit' }).click();
      const selected = capture.locator('pd-bytes .byte.selected');
      await capture.locator('pd-bytes #byte21.selected').waitFor();
      if ((await selected.count()) !== 1) throw new Error('the hop limit is one byte');
      await capture.locator('pd-bytes #byte20').click();
      await capture
        .locator('pd-layers [role=treeitem][aria-selected=true]', { hasText: 'Next Header' })
        .waitFor();
    });

    it('axe-core finds no violation in its frame', async () => {
      const body = await at().capture.locator('body').elementHandle();
      const frame = await body?.ownerFrame();
      if (!frame) throw new Error('the page has no frame');
      await assertAccessible(frame);
    });

    it('a branch of Paths leaves the packets that took it', async () => {
      const { capture } = at();
      await capture.getByRole('button', { name: /^Dropped, 7 packets/ }).click();
      await at().tally('52 packets');
      await capture.getByRole('tab', { name: 'Paths' }).click();
      const picture = capture.getByRole('listbox', { name: /^Branches that/ });
      await picture.focus();
      await picture.press('End');
      await picture.press('Enter');
      await capture.getByRole('button', { name: 'One path' }).waitFor();
      await capture.locator('.tally', { hasText: /^\d+ of 52$/ }).waitFor();
    });
  });
}
