/** The panel that stands for the machine: without one, and with one that does not run. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { pagesOfTests, textOf } from './pagesOfTests';

describe('the machine of a capture', function () {
  this.timeout(120_000);
  const opened = pagesOfTests();

  it('is asked for where there is none, with what the capture tells of it', () =>
    opened({ stack: null }, async page => {
      const panel = page.page.locator('pd-machine .absent');
      await panel.getByRole('heading', { name: 'Describe the machine' }).waitFor();
      await panel.getByText('Interfaces seen').waitFor();
      assert.match(await textOf(panel), /Interfaces seen\s+em0, em1/);
      assert.match(await textOf(panel), /Prefixes\s+2001:db8:1::\/64, 2001:db8:2::\/64/);
      for (const [name, method] of [
        ['Infer from this capture', 'inferStack'],
        ['New .stack file', 'newStack'],
        ['Choose .stack file', 'chooseStack'],
      ]) {
        await panel.getByRole('button', { name }).click();
        assert.equal((await page.sent(method)).length, 1);
      }
    }));

  it('is said to be wrong in one sentence with a link to the line', () =>
    opened({ stack: 'sysctl net.inet6.ip6.forwarding=1\nifconfig em0 bogus\n' }, async page => {
      const panel = page.page.locator('pd-machine .absent');
      await panel.getByText(/bogus/).waitFor();
      assert.doesNotMatch(await textOf(panel), /\/lab\//, 'a path of the machine is no news');
      await panel.getByRole('button', { name: 'Open router.stack:2' }).click();
      const [{ target, line }] = (await page.sent('openPlace')) as { target: string; line: number }[];
      assert.deepEqual([target, line], ['stack', 2]);
      await panel.getByRole('button', { name: 'Replay again' }).click();
      assert.equal((await page.sent('replayAgain')).length, 1);
      await page.rows.nth(3).click();
      await page.page.getByRole('treeitem', { name: /^Internet Protocol/ }).waitFor();
    }));
});
