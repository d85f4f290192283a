/** Runs the suites of host/ inside the real VS Code and reports each of their tests. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Editor } from './editor';

/** Settings of a workspace that is not trusted, without VS Code asking whether it is. */
const untrusted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Runs what a test file exports inside the extension host. */
async function runInHost(file: string, settings: object = {}): Promise<void> {
  const results = join(mkdtempSync(join(tmpdir(), 'packet-debugger-')), 'results.json');
  const editor = await Editor.start({
    installed: false,
    settings,
    environment: { PACKET_DEBUGGER_RESULTS: results },
  });
  try {
    const remote = `vscode-remote://127.0.0.1:${editor.port}`;
    const payload = [
      ['extensionDevelopmentPath', `${remote}${PROJECT_ROOT}`],
      ['extensionTestsPath', `${remote}${join(PROJECT_ROOT, 'out/test/vscode/host', file)}`],
      ['skipWelcome', 'true'],
    ];
    const page = await editor.window({
      more: `&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    });
    const ended = new Promise<number>((resolve, reject) => {
      setTimeout(
        () => reject(new Error('the extension host said nothing for nine minutes')),
        540_000,
      ).unref();
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    const said: string[] = [];
    await page.exposeFunction('codeAutomationLog', (_kind: string, words: unknown) => {
      said.push(JSON.stringify(words));
    });
    await page.goto(editor.address, { waitUntil: 'commit' });
    await ended;
    if (!existsSync(results)) assert.fail(`the tests did not run: ${said.slice(-5).join(' ')}`);
    const outcomes: { title: string; error: string | null; milliseconds?: number }[] = JSON.parse(
      readFileSync(results, 'utf8'),
    );
    for (const { title, error, milliseconds = 0 } of outcomes) {
      console.log(`      ${error === null ? '✔' : '✘'} ${title} (${milliseconds} ms)`);
    }
    const failed = outcomes.filter(one => one.error !== null);
    assert.deepEqual(failed, []);
    assert.ok(outcomes.length > 0);
  } finally {
    await editor.stop();
  }
}

describe('in the real VS Code', () => {
  it('passes the tests of the extension host', () => runInHost('run.cjs'));

  it('passes those of a workspace that is not trusted', () => runInHost('runUntrusted.cjs', untrusted));
});
