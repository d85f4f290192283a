/**
 * Trace: steps nested by function, their links and breakpoints, where a session stands, the verdict, and
 * traces that are not there.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dropped, pagesOfTests, replayed, showFrame, stopAt, textOf } from './pagesOfTests';
import type { PageUnderTest } from './pageUnderTest';

const tree = (page: PageUnderTest) => page.page.getByRole('tree', { name: 'Trace' });
const step = (page: PageUnderTest, index: number) => page.page.locator(`#step${index}`);
const seenAt = (page: PageUnderTest) => tree(page).getAttribute('aria-activedescendant');

describe('Trace', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('asks and answers step by step, nested by function, and ends with the verdict in words', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const scope = step(page, dropped.sourceScope);
      assert.match(
        await textOf(scope),
        /Would the packet leave the zone of its source address\?\s+Yes: link zone 1 on em0, link zone 2 on em1\./,
      );
      assert.match(await textOf(scope), /inzone 1, outzone 2/);
      const forward = tree(page).getByRole('treeitem', { name: /^ip6_forward$/ });
      assert.equal(await forward.getAttribute('aria-level'), '4');
      assert.equal(await scope.getAttribute('aria-level'), '5');
      assert.equal(await scope.getAttribute('aria-selected'), 'true', 'the step that settled the verdict');
      const verdict = page.page.locator('pd-trace [role=status]');
      assert.match(
        await textOf(verdict),
        /^Dropped: the packet would leave the zone.*em0's link zone 1 → em1's/,
      );
      assert.ok(await verdict.isVisible());
    }));

  it('opens the engine, the .stack file and the kernel by links and keys', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await step(page, dropped.sourceScope).getByRole('button', { name: 'router.stack:7' }).click();
      await tree(page).focus();
      for (const key of ['Enter', 'Control+Enter', 'Alt+Enter']) await page.page.keyboard.press(key);
      const opened = (await page.sent('openPlace')) as { target: string; label: string }[];
      assert.deepEqual(
        opened.map(({ target }) => target),
        ['stack', 'kernel', 'stack', 'engine'],
      );
      assert.equal(opened[1].label, 'ip6_forward.c:433');
    }));

  it('sets breakpoints in its margin and by B, and shows them', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const margin = step(page, dropped.sourceScope).locator('.margin');
      const hint = margin.locator('.hint');
      assert.equal(await hint.isVisible(), false);
      await margin.hover();
      assert.ok(await hint.isVisible());
      await margin.click();
      await margin.getByRole('img', { name: 'Breakpoint' }).waitFor();
      assert.deepEqual(await page.seen('toggleBreakpoint'), [{ decision: 'ip6_forward.source-scope' }]);
      await tree(page).focus();
      await page.page.keyboard.press('b');
      await margin.getByRole('img', { name: 'Breakpoint' }).waitFor({ state: 'detached' });
    }));

  it('folds routine steps into one line, which opens for a breakpoint, for where a session stands, and by keys', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const routine = tree(page).getByRole('treeitem', { name: /2 routine steps interface-up, header/ });
      assert.equal(await routine.getAttribute('aria-expanded'), 'false');
      assert.equal(await step(page, 1).count(), 0);
      await page.arm(['link_input.header']);
      await step(page, 2).waitFor();
      assert.equal(await routine.getAttribute('aria-expanded'), 'true');
      await page.arm([]);
      await step(page, 2).waitFor({ state: 'detached' });
      await stopAt(page, dropped.frame, 1);
      await step(page, 1).waitFor();
      await showFrame(page, 23);
      await showFrame(page, dropped.frame);
      await tree(page).focus();
      await page.page.keyboard.press('Home');
      await page.page.keyboard.press('ArrowDown');
      await page.page.keyboard.press('ArrowLeft');
      assert.equal(await routine.getAttribute('aria-expanded'), 'false');
      await page.page.keyboard.press('ArrowRight');
      await step(page, 1).waitFor();
    }));

  it('folds functions', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      const input = step(page, 6);
      await input.locator('.twistie').click();
      assert.equal(await input.getAttribute('aria-expanded'), 'false');
      assert.equal(await step(page, 13).count(), 0);
      assert.equal(await tree(page).getByRole('treeitem').last().getAttribute('id'), 'step6');
      await tree(page).focus();
      await page.page.keyboard.press('ArrowRight');
      await step(page, 13).waitFor({ state: 'attached' });
    }));

  it('shows the bytes that a selected step changed, and those that it read', () =>
    opened({}, async page => {
      await showFrame(page, dropped.frame);
      await step(page, dropped.hopLimit).locator('.question').click();
      await page.page.getByRole('gridcell', { name: 'offset 0015, 3f, was 40' }).waitFor();
      const field = page.page.locator('pd-layers [aria-selected=true]', { hasText: 'Hop Limit' });
      assert.match(await textOf(field), /63\s+was 64/);
      await page.page.keyboard.press('ArrowUp');
      await page.page.keyboard.press('ArrowUp');
      assert.equal(await seenAt(page), `step${dropped.hopLimit - 2}`);
      await page.page.locator('pd-bytes .byte.selected').nth(15).waitFor();
      assert.equal(
        await page.page.locator('pd-bytes .byte.read').count(),
        16,
        'source selected, destination read',
      );
    }));

  it('says where a session has stopped, and moves it by click and Space, not by arrows', () =>
    opened({}, async page => {
      await stopAt(page, dropped.frame, dropped.hopLimit);
      const current = tree(page).locator('[aria-current=step]');
      assert.equal(await current.getAttribute('id'), `step${dropped.hopLimit}`);
      assert.ok(await current.getByRole('img', { name: 'Stopped here' }).isVisible());
      assert.ok(await page.page.getByText('Packet 25, stopped at step 25 of 80').isVisible());
      await tree(page).focus();
      await page.page.keyboard.press('ArrowDown');
      assert.equal(await seenAt(page), `step${dropped.hopLimit + 1}`);
      assert.deepEqual(await page.seen('moved'), []);
      await page.page.keyboard.press(' ');
      const [{ frame, step: to }] = (await page.sent('moved')) as { frame: number; step: number }[];
      assert.deepEqual([frame, to], [dropped.frame, dropped.hopLimit + 1]);
    }));

  it('says that the user has changed the packet in the session, and what became of it then', () =>
    opened({}, async page => {
      await stopAt(page, dropped.frame, dropped.hopLimit, {
        values: ['ipv6.hlim = 9'],
        verdict: 'Forwarded through em1.',
      });
      await page.page
        .getByText('Changed by you in the session (ipv6.hlim = 9). Forwarded through em1.')
        .waitFor();
    }));

  it('puts the answer under the question where it is narrow', () =>
    opened({ width: 400 }, async page => {
      await stopAt(page, dropped.frame, dropped.hopLimit);
      const question = step(page, dropped.hopLimit).locator('.question');
      const [whole, asked] = [await question.boundingBox(), await question.locator('i').boundingBox()];
      assert.ok(whole && asked && whole.height > asked.height, 'question and answer share a line');
      const links = await step(page, dropped.hopLimit).locator('.links').boundingBox();
      assert.ok(links && links.y >= whole.y + whole.height);
    }));

  it('says why a packet that the machine sent itself has no trace', () =>
    opened({}, async page => {
      await replayed(page);
      await page.goTo(31);
      await page.page.getByText('The machine did not receive this frame').waitFor();
      assert.equal(await tree(page).count(), 0);
    }));

  it('says that a packet has not been run yet, and offers to run up to it', () =>
    opened({ capture: 2_000_000, stack: 'ifconfig em0 up\nreplay "lab.pcapng" on em0\n' }, async page => {
      await page.grid.focus();
      await page.page.keyboard.press('End');
      await page.page.getByText(/has not been run yet/).waitFor();
      await page.page.getByRole('button', { name: 'Run up to this packet now' }).click();
      const [{ frame }] = (await page.sent('debug')) as { frame: number }[];
      assert.ok(frame > 1000);
    }));
});
