/** The world of a worker: files of this machine, and captures that are opened once, whoever asks. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemorySource, openSource } from '../../capture';
import { capturePath, realPaths } from '../../capture/files/captureFile';
import { FileSource } from '../../capture/files/fileSource';
import { openOutputBelow, openOutputBeside } from '../../capture/files/outputFile';
import { readTextFile } from '../../capture/files/textFile';
import type { Environment } from '../../debugger/environment';
import type { KernelLine } from '../../debugger/kernel/kernelLine';
import { KernelSources } from '../../debugger/kernel/kernelSources';
import { CaptureStore } from '../../webview/model/captureStore';
import type { ModelEnvironment } from '../../webview/model/environment';
import type { WorkerStart } from '../messages';
import { ENGINE_SCHEME } from '../names';
import { workerPath } from '../workers';

const breathe = () => new Promise<void>(done => setImmediate(done));

/** What the model of every editor here works in. */
export function modelEnvironment({ capture, bytes }: WorkerStart): ModelEnvironment {
  const open = (path: string) =>
    openSource(bytes !== null && path === capture ? new MemorySource(bytes) : new FileSource(path));
  return {
    path: capture,
    captures: new CaptureStore(open, breathe),
    readText: async file => readTextFile(file),
    resolve: named => workerPath(capturePath(named)),
    breathe,
  };
}

const readKernel = (folder: string, file: string) => readFile(join(folder, file), 'utf8').catch(() => null);

/** The line of a kernel tree that mirrors a line of a kernel file, if it is still the same line. */
export async function kernelLine(folder: string, file: string, line: number): Promise<KernelLine> {
  const sources = new KernelSources({ readKernel });
  await sources.open(folder);
  return sources.lineOf({ file, from: line, to: line }) ?? { message: `${folder} cannot be read` };
}

/** What the engine's files are called by: VS Code shows them as read-only documents. */
const scheme = `${ENGINE_SCHEME}:/`;

/** What a session works in: its captures are those of the editors. */
export function sessionEnvironment({ captures, readText, resolve }: ModelEnvironment): Environment {
  return {
    readText,
    openCapture: file => captures.wholeAgain(resolve(file)),
    openOutput: openOutputBeside,
    openCaptureOutput: (file, beside, captures) => openOutputBelow(file, beside, realPaths(captures)),
    readKernel,
    breathe,
    enginePath: file => `${scheme}${file}`,
    engineFile: path => (path.startsWith(scheme) ? path.slice(scheme.length) : null),
  };
}
