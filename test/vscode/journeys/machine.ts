/**
 * What a capture alone gives: a machine that is inferred from it, and packets that are exported with their
 * verdicts.
 */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { lacksTshark, tshark } from '../../tshark/tshark';
import { journey, type Started } from './journey';

export function machineJourney(started: Started): void {
  const prepare = (workspace: string) =>
    copyFileSync(join(workspace, 'lab.pcapng'), join(workspace, 'unknown.pcapng'));

  journey('a capture without a machine', started, { prepare }, at => {
    it('gets one that is inferred from it', async () => {
      await at().openCapture('unknown.pcapng');
      await at().capture.getByRole('button', { name: 'Infer from this capture' }).click();
      await at().workbench.tab('unknown.stack').waitFor();
      await at()
        .capture.getByRole('button', { name: /^Dropped, 5 packets/ })
        .waitFor();
    });

    it('packets are exported into a file', async () => {
      const { page, capture, workspace } = at();
      await capture.getByRole('button', { name: /^Dropped, 5 packets/ }).click();
      await at().tally('5 of 52');
      await capture.getByRole('button', { name: 'Export' }).click();
      await capture.getByRole('menuitem', { name: 'Packets in the list as pcapng' }).click();
      const name = page.locator('.quick-input-widget input.input');
      await name.waitFor();
      await name.press('Enter');
      await page
        .locator('.notification-list-item-message', { hasText: 'Exported to unknown-packets.pcapng' })
        .waitFor();
      assert.ok(existsSync(join(workspace, 'unknown-packets.pcapng')));
    });

    if (lacksTshark()) return;
    it('tshark reads it, with the verdicts', () => {
      const file = join(at().workspace, 'unknown-packets.pcapng');
      const comments = tshark(file, ['-T', 'fields', '-e', 'frame.comment']);
      assert.equal(comments?.length, 5);
      for (const comment of comments ?? []) assert.match(comment, /^Dropped: /);
    });
  });
}
