/**
 * The capture editor where there is little room, where everything is twice as large, and where things may
 * move.
 */
import assert from 'node:assert/strict';
import type { CaptureWindow } from './captureWindow';
import { journey, type Started } from './journey';

/** Activity bar of VS Code, in CSS pixels. */
const BAR = 48;

/** Opens the lab, and leaves all the room to it. */
async function alone(window: CaptureWindow): Promise<void> {
  await window.openCapture('lab.pcapng');
  await window.replayed();
  await window.page.keyboard.press('Control+KeyB');
  await window.page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
}

/** Asserts that nothing reaches over the page's edge. */
async function fits(window: CaptureWindow): Promise<void> {
  const over = await window.capture
    .locator('body')
    .evaluate(body => (body as unknown as Extent).scrollWidth - (body as unknown as Extent).clientWidth);
  assert.ok(over <= 0, `the page is ${over} pixels too wide`);
}

interface Extent {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Filters, and looks at the panes one after the other. */
async function panes(window: CaptureWindow): Promise<void> {
  const { capture } = window;
  await window.show('decision == "ip6_forward.hop-limit"', '1 of 52');
  await capture.getByRole('tab', { name: 'Layers' }).click();
  await capture.locator('pd-layers [role=treeitem]', { hasText: 'Hop Limit' }).click();
  await capture.getByRole('tab', { name: 'Bytes', exact: true }).click();
  await capture.locator('pd-bytes #byte21.selected').waitFor();
  await fits(window);
}

export function sizesJourneys(started: Started): void {
  journey('at 400 pixels', started, { width: BAR + 400, height: 900 }, at => {
    it('the packets and their verdicts', async () => {
      await alone(at());
      const box = await at().page.locator('iframe.webview.ready').boundingBox();
      assert.equal(box?.width, 400);
      await fits(at());
    });
    it('layers and bytes', () => panes(at()));
    it('the trace', async () => {
      await at().capture.getByRole('tab', { name: 'Trace' }).click();
      await at().step('Would this hop bring the hop limit to zero').waitFor();
      await fits(at());
    });
    it('the actions', async () => {
      await at().capture.getByRole('button', { name: 'More actions' }).click();
      await at().capture.getByRole('menuitem', { name: 'Rows as JSON' }).waitFor();
    });
  });

  journey('at 200 %', started, { width: 800, height: 600, scale: 2 }, at => {
    it('the packets and their verdicts', async () => {
      await alone(at());
      await fits(at());
    });
    it('layers and bytes', () => panes(at()));
  });

  journey('with motion', started, { motion: true }, at => {
    it('a divider is dragged', async () => {
      const { page, capture } = at();
      await at().openCapture('lab.pcapng');
      await at().replayed();
      const height = async () => (await capture.locator('pd-packet-list').boundingBox())?.height ?? 0;
      const before = await height();
      const sash = await capture.locator('pd-sash.list').boundingBox();
      assert.ok(sash);
      const [x, y] = [sash.x + sash.width / 2, sash.y + sash.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y - 88, { steps: 4 });
      await page.mouse.up();
      assert.equal(Math.round(before - (await height())), 88);
    });

    it('a session stops in sight', async () => {
      await at().workbench.startDebugging();
      await at().workbench.stoppedIn('Frame 19');
      await at().capture.locator('pd-trace [aria-current=step]').waitFor();
      await at().capture.locator('.row.stopped').waitFor();
    });
  });
}
