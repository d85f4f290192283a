/** The workers of captures: one for each, shared, ended with the last who leaves. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { FromWorker } from '../../src/extension/messages';
import { CaptureWorkers, type WorkerClient } from '../../src/extension/workers';
import type { CaptureState } from '../../src/webview/protocol/capture';
import { Channel } from '../../src/webview/protocol/channel';
import { captureRequests } from '../../src/webview/protocol/messages';
import { workerRequests } from '../../src/webview/protocol/worker';

const lab = join(PROJECT_ROOT, 'samples/ipv6-router/lab.pcapng');
const stack = join(PROJECT_ROOT, 'samples/ipv6-router/router.stack');

/** An editor of a capture, as the extension has one. */
function editor(workers: CaptureWorkers, path: string, bytes: Uint8Array | null = null) {
  const gone: string[] = [];
  const client: WorkerClient = workers.join(
    path,
    {
      message: (message: FromWorker) => {
        if (message.to === 'editor') channel.receive(message.message);
      },
      ended: reason => {
        gone.push(reason);
        channel.close(reason);
      },
    },
    bytes,
  );
  const channel = new Channel(message => client.send({ to: 'editor', message }));
  return { client, channel, gone };
}

async function indexed(channel: Channel): Promise<CaptureState> {
  for (;;) {
    const state = await channel.ask(captureRequests.state, null);
    if (state.indexing === null) return state;
  }
}

describe('workers of captures', function () {
  this.timeout(60_000);
  const workers = new CaptureWorkers(join(PROJECT_ROOT, 'dist/worker.js'));
  after(() => workers.dispose());

  it('serve editors and a session of the same capture at once', async () => {
    const one = editor(workers, lab);
    const two = editor(workers, join(PROJECT_ROOT, 'samples/../samples/ipv6-router/lab.pcapng'));
    assert.equal(one.client.path, two.client.path);
    assert.equal((await indexed(one.channel)).frames, 52);
    await one.channel.ask(workerRequests.useStack, { stack });
    const rows = await one.channel.ask(captureRequests.rows, { from: 0, to: 52 });
    assert.equal(rows.count, 52);
    assert.equal(
      (await two.channel.ask(captureRequests.state, null)).replay.kind,
      'none',
      'each has its own machine',
    );
    const events: string[] = [];
    const session = await new Promise<WorkerClient>(stopped => {
      const joined = workers.join(lab, {
        message: message => {
          if (message.to !== 'session') return;
          const said = message.message;
          if (said.type === 'event') events.push(said.event);
          if (said.type === 'event' && said.event === 'initialized')
            joined.send({
              to: 'session',
              request: { seq: 3, type: 'request', command: 'configurationDone' },
            });
          if (said.type === 'event' && said.event === 'stopped') stopped(joined);
        },
        ended: reason => events.push(reason),
      });
      joined.send({
        to: 'session',
        request: { seq: 1, type: 'request', command: 'initialize', arguments: {} },
      });
      const launch = { stack, stopOnEntry: true };
      joined.send({
        to: 'session',
        request: { seq: 2, type: 'request', command: 'launch', arguments: launch },
      });
    });
    assert.ok(events.includes('initialized') && events.includes('stopped'));
    session.leave();
    one.client.leave();
    assert.equal((await indexed(two.channel)).frames, 52, 'the others are served on');
    assert.ok(workers.has(lab));
    two.client.leave();
    assert.ok(!workers.has(lab));
    assert.deepEqual([one.gone, two.gone], [[], []]);
  });

  it('hold captures that are no files of this machine by their bytes', async () => {
    const { channel, client } = editor(
      workers,
      'vscode-vfs://host/lab.pcapng',
      new Uint8Array(readFileSync(lab)),
    );
    assert.equal((await indexed(channel)).frames, 52);
    client.leave();
  });

  it('tell their clients when they end by themselves', async () => {
    const broken = new CaptureWorkers(join(PROJECT_ROOT, 'dist/no-such-worker.js'));
    const { channel, gone } = editor(broken, lab);
    await assert.rejects(channel.ask(captureRequests.state, null), /stopped/);
    assert.equal(gone.length, 1);
    assert.ok(!broken.has(lab));
  });
});
