/**
 * The thread that holds a capture, its index and its replays, off the extension host: the debug sessions and
 * the editors of the capture are served here.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Session } from '../../debugger/session';
import { CaptureModel } from '../../webview/model/captureModel';
import { Channel } from '../../webview/protocol/channel';
import { workerRequests } from '../../webview/protocol/worker';
import type { FromWorker, ToWorker, WorkerStart } from '../messages';
import { kernelLine, modelEnvironment, sessionEnvironment } from './environment';
import { OwnedBuffers } from './ownedBuffers';

const port = parentPort;
if (port === null) throw new Error('worker.js runs as a worker thread');

const say = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const model = modelEnvironment(workerData as WorkerStart);

interface Editor {
  readonly channel: Channel;
  readonly model: CaptureModel;
  readonly owned: OwnedBuffers;
}

const sessions = new Map<number, Session>();
const editors = new Map<number, Editor>();

function sessionOf(client: number): Session {
  const known = sessions.get(client);
  if (known !== undefined) return known;
  const session = new Session(sessionEnvironment(model), message => say({ to: 'session', client, message }));
  sessions.set(client, session);
  return session;
}

function editorOf(client: number): Editor {
  const known = editors.get(client);
  if (known !== undefined) return known;
  const owned = new OwnedBuffers();
  const channel = new Channel(message => say({ to: 'editor', client, message }, owned.of(message)));
  channel.serve(workerRequests.kernelLine, ({ folder, file, line }) => kernelLine(folder, file, line));
  const editor = { channel, owned, model: new CaptureModel(channel, model) };
  editors.set(client, editor);
  return editor;
}

function forget(client: number): void {
  const editor = editors.get(client);
  editor?.model.dispose();
  editor?.channel.close('The editor was closed.');
  editors.delete(client);
  sessions.delete(client);
}

port.on('message', (message: ToWorker) => {
  switch (message.to) {
    case 'session':
      sessionOf(message.client).handle(message.request);
      break;
    case 'editor': {
      const { channel, owned } = editorOf(message.client);
      owned.note(message.message);
      channel.receive(message.message);
      break;
    }
    case 'worker':
      forget(message.client);
  }
});
