/** A browser for the tests of one file, and a page of its own for each of them. */
import assert from 'node:assert/strict';
import { after, before } from 'mocha';
import type { Locator } from 'playwright-core';
import type { SessionState } from '../../src/webview/protocol/messages';
import { PageBrowser, type PageUnderTest, type Wish } from './pageUnderTest';

/** Opens a page, tests it, and closes it; what the browser complains of is a failure. */
export type OpenedPage = (wish: Wish, test: (page: PageUnderTest) => Promise<void>) => Promise<void>;

/** For one `describe`: its browser begins before the tests and ends after them. */
export function pagesOfTests(): OpenedPage {
  let browser: PageBrowser;
  before(async () => {
    browser = await PageBrowser.start();
  });
  after(() => browser.stop());
  return async (wish, test) => {
    const page = await browser.open(wish);
    if (!wish.rowless) await page.settled();
    await test(page);
    assert.deepEqual(page.complaints, []);
    await page.page.context().close();
  };
}

/**
 * The frame of the lab's capture that is dropped because it would leave the zone of its source, and where its
 * trace says so.
 */
export const dropped = { frame: 25, hopLimit: 24, sourceScope: 36 };

/** Waits until the lab's capture has been replayed so far that a packet was dropped. */
export function replayed(page: PageUnderTest): Promise<void> {
  return page.page.getByRole('button', { name: /^Dropped/ }).waitFor();
}

/** Selects a frame, and waits until its trace is there, in sight or behind another pane. */
export async function showFrame(page: PageUnderTest, frame: number): Promise<void> {
  await replayed(page);
  await page.goTo(frame);
  await page.page.locator('.where', { hasText: `Packet ${frame},` }).waitFor({ state: 'attached' });
}

/** The text that an element shows. */
export async function textOf(one: Locator): Promise<string> {
  await one.waitFor({ state: 'attached' });
  return (await one.allInnerTexts()).join('\n');
}

/** A debug session stopped at a step. */
export async function stopAt(
  page: PageUnderTest,
  frame: number,
  step: number,
  changed?: SessionState['changed'],
): Promise<void> {
  await replayed(page);
  await page.stopAt({
    kind: 'stopped',
    frame,
    step,
    by: 0,
    spoken: `Stopped at frame ${frame}, step ${step + 1}`,
    changed,
  });
  await page.page.locator('pd-trace [aria-current=step]').waitFor();
}
