/** One replay of a `.stack` file for its tests, in the worker of the capture it names. */
import type * as vscode from 'vscode';
import type { ReplayState } from '../../webview/protocol/capture';
import { Channel } from '../../webview/protocol/channel';
import { captureNotices, captureRequests } from '../../webview/protocol/messages';
import { type DecisionCount, type LineResults, workerRequests } from '../../webview/protocol/worker';
import { sentences } from '../sentences';
import type { CaptureWorkers } from '../workers';

export interface Replayed {
  readonly lines: LineResults;
  readonly decisions: readonly DecisionCount[];
}

/** Replays to the end; null when cancelled. Rejects with a sentence when it cannot. */
export async function replayStack(
  workers: CaptureWorkers,
  capture: string,
  stack: string,
  token: vscode.CancellationToken,
): Promise<Replayed | null> {
  const client = workers.join(capture, {
    message: message => {
      if (message.to === 'editor') channel.receive(message.message);
    },
    ended: reason => channel.close(reason),
  });
  const channel = new Channel(message => client.send({ to: 'editor', message }));
  let stop = () => {};
  const cancelled = new Promise<null>(done => {
    const listening = token.onCancellationRequested(() => done(null));
    stop = () => listening.dispose();
  });
  try {
    return await Promise.race([replayed(channel, stack), cancelled]);
  } finally {
    stop();
    client.leave();
    channel.close(sentences.replayStopped());
  }
}

async function replayed(channel: Channel, stack: string): Promise<Replayed> {
  const ended = new Promise<ReplayState>(done => {
    channel.listen(captureNotices.stateChanged, ({ replay }) => {
      if (replay.kind === 'done' || replay.kind === 'failed') done(replay);
    });
  });
  await channel.ask(workerRequests.useStack, { stack });
  const { replay } = await channel.ask(captureRequests.state, null);
  // Without an answer to wait for, a worker that ends is noticed by the requests after this one.
  const state = replay.kind === 'running' ? await ended : replay;
  if (state.kind === 'failed') throw new Error(state.message);
  const lines = await channel.ask(workerRequests.lineResults, null);
  const decisions = await channel.ask(workerRequests.decisionCounts, null);
  if (lines === null) throw new Error(sentences.replayStopped());
  return { lines, decisions };
}
