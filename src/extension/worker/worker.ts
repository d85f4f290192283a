/** The thread that holds a capture, its index and its replay: the debug session runs here, off the extension host. */

import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { capturePath, openCaptureFile, openOutputFile, readTextFile } from '../../capture/files';
import { Session } from '../../debugger/session';
import type { FromWorker, ToWorker } from '../messages';

const port = parentPort;
if (port === null) throw new Error('worker.js runs as a worker thread');

const say = (message: FromWorker) => port.postMessage(message);

/** VS Code shows the engine's files as read-only documents of this scheme. */
const scheme = 'packet-engine:/';
const session = new Session(
  {
    readText: async file => readTextFile(file),
    openCapture: ({ file, beside }) => openCaptureFile(capturePath(file, beside)),
    openOutput(file, captures) {
      const reading = captures.map(one => realpathSync(capturePath(one.file, one.beside)));
      return openOutputFile(file, new Set(reading));
    },
    readKernel: (folder, file) => readFile(join(folder, file), 'utf8').catch(() => null),
    breathe: () => new Promise(done => setImmediate(done)),
    enginePath: file => `${scheme}${file}`,
    engineFile: path => (path.startsWith(scheme) ? path.slice(scheme.length) : null),
  },
  message => say({ kind: 'message', message }),
);

port.on('message', ({ request }: ToWorker) => session.handle(request));
