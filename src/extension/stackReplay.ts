/** A `.stack` file replayed in the background, in the worker of a capture that it names. */
import type * as vscode from 'vscode';
import type { ReplayState } from '../webview/protocol/capture';
import { Channel } from '../webview/protocol/channel';
import { captureNotices, captureRequests } from '../webview/protocol/messages';
import { type DecisionCount, type LineResults, workerRequests } from '../webview/protocol/worker';
import { sentences } from './sentences';
import type { CaptureWorkers } from './workers';

export interface Replayed {
  readonly lines: LineResults;
  readonly decisions: readonly DecisionCount[];
}

/**
 * Replays to the end; null when cancelled. Rejects with a sentence when it cannot, or when the worker ends
 * before it.
 */
export async function replayStack(
  workers: CaptureWorkers,
  capture: string,
  stack: string,
  token: vscode.CancellationToken,
): Promise<Replayed | null> {
  let lose: (reason: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  const client = workers.join(capture, {
    message: message => {
      if (message.to === 'editor') channel.receive(message.message);
    },
    ended: reason => lose(new Error(reason)),
  });
  const channel = new Channel(message => client.send({ to: 'editor', message }));
  let stop = () => {};
  const cancelled = new Promise<null>(done => {
    const listening = token.onCancellationRequested(() => done(null));
    stop = () => listening.dispose();
  });
  try {
    return await Promise.race([replayed(channel, stack), cancelled, lost]);
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
  const state = replay.kind === 'running' ? await ended : replay;
  if (state.kind === 'failed') throw new Error(state.message);
  const lines = await channel.ask(workerRequests.lineResults, null);
  const decisions = await channel.ask(workerRequests.decisionCounts, null);
  if (lines === null) throw new Error(sentences.replayStopped());
  return { lines, decisions };
}
