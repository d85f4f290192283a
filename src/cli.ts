#!/usr/bin/env node
/** The engine without an editor: `packet-debugger replay|decode|filter|decisions|infer|dap`. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Capture } from './capture';
import { capturePath, openCaptureFile } from './capture/files/captureFile';
import { openOutputBelow, openOutputFile, writeAll } from './capture/files/outputFile';
import { readTextFile, writeOwnText } from './capture/files/textFile';
import { decodeLines, matchingFrames } from './decode';
import { compileFilter } from './decode/filter';
import { type Arguments, help, parseArguments, type ReplayArguments } from './replay/cli/arguments';
import { decisionLines, decisionRows } from './replay/cli/decisions';
import { Lines } from './replay/cli/lines';
import { runReport } from './replay/cli/report';
import { runReplay } from './replay/cli/run';
import { BROKEN, DONE } from './replay/cli/status';
import { coloured, plain, printable } from './replay/cli/table';
import type { World } from './replay/cli/world';
import { INFERRED_MARK, Inference } from './replay/infer';
import { captureBytes } from './replay/vector/capture';
import { findCase } from './replay/vector/case';
import { MARK, stackText } from './replay/vector/stackText';

/** Standard output was closed by whoever reads it: nothing more is wanted. */
class Closed extends Error {}

const output = new Lines(bytes => write(1, bytes));

/** Writes to a standard stream. Throws Closed. */
function write(descriptor: number, bytes: Uint8Array): void {
  try {
    writeAll(descriptor, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EPIPE') throw new Closed();
    if (code === 'ENOSPC') throw new Error('The output cannot be written: there is no space left for it.');
    throw error;
  }
}

/** Prints a sentence on standard error, after everything printed so far. */
function complain(sentence: string): void {
  output.flush();
  write(2, new TextEncoder().encode(`${printable(sentence)}\n`));
}

/** Real paths of all captures opened: what is read is not written over. */
const reading = new Set<string>();

async function openCapture(file: string, beside: string | null = null): Promise<Capture> {
  const path = capturePath({ file, beside });
  const capture = await openCaptureFile(path);
  reading.add(realpathSync(path));
  return capture;
}

async function replay(given: ReplayArguments): Promise<number> {
  const terminal = process.stdout.isTTY === true;
  const world: World = {
    print: line => output.line(line),
    complain,
    readText: readTextFile,
    openCapture,
    openOutput: file => openOutputFile(file, reading),
    openCaptureOutput: (file, beside) => openOutputBelow(file, beside, reading),
    exists: existsSync,
    columns: terminal ? process.stdout.columns : 80,
    style: terminal && process.env.NO_COLOR === undefined ? coloured : plain,
  };
  return given.report === null ? runReplay(given, world) : runReport(given, given.report, world);
}

async function decode(file: string, fields: readonly string[]): Promise<number> {
  const capture = await openCapture(file);
  const unknown = (name: string) =>
    complain(`${name} is no field that is known here; its column stays empty.`);
  for (const line of decodeLines(capture, fields, unknown)) output.line(line);
  return ended(file, capture);
}

async function filter(file: string, expression: string): Promise<number> {
  const compiled = compileFilter(expression);
  if (!compiled.ok) {
    const { from, to, message } = compiled.error;
    const where = from < to ? `at "${expression.slice(from, to)}", character ${from + 1}` : 'at its end';
    complain(`The filter is wrong ${where}: ${message}.`);
    return BROKEN;
  }
  const capture = await openCapture(file);
  for (const frame of matchingFrames(capture, compiled.filter)) output.line(String(frame));
  return ended(file, capture);
}

/**
 * Prints what a capture tells of its machine as a `.stack` file, or writes it where none is that somebody has
 * made.
 */
async function infer(file: string, to: string | null): Promise<number> {
  const capture = await openCapture(file);
  const inference = new Inference(capture);
  inference.step();
  if (to === null) output.line(inference.text(file).trimEnd());
  else {
    const beside = relative(dirname(resolve(to)), resolve(file));
    writeOwnText(to, inference.text(beside), INFERRED_MARK);
    output.line(to);
  }
  return ended(file, capture);
}

/** Writes a case of a vectors file as two files that can be debugged. */
function vector(file: string, id: string, folder: string): number {
  const found = findCase(readTextFile(file), file, id);
  const stack = join(folder, `${basename(id)}.stack`);
  const capture = `${basename(id)}.pcapng`;
  writeOwnText(stack, stackText(found, capture), MARK);
  openOutputFile(join(folder, capture), new Set())(captureBytes(found));
  output.line(stack);
  output.line(join(folder, capture));
  return DONE;
}

/** The exit status after all frames of a capture were read: a damaged one says so. */
function ended(file: string, capture: Capture): number {
  if (capture.damage === null) return DONE;
  complain(`${file}: ${capture.damage.message}`);
  return BROKEN;
}

/** The version of the package that this program lies in. */
function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
  const found = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return found ? String(manifest.version) : 'unknown';
}

async function main(given: Arguments): Promise<number> {
  switch (given.command) {
    case 'help':
      output.line(help.trimEnd());
      return DONE;
    case 'version':
      output.line(version());
      return DONE;
    case 'replay':
      return replay(given);
    case 'decode':
      return decode(given.file, given.fields);
    case 'filter':
      return filter(given.file, given.expression);
    case 'decisions':
      if (given.json) output.line(JSON.stringify(decisionRows(), null, 1));
      else for (const line of decisionLines()) output.line(line);
      return DONE;
    case 'infer':
      return infer(given.file, given.output);
    case 'vector':
      return vector(given.file, given.id, given.out);
    case 'dap':
      await import(pathToFileURL(join(__dirname, 'adapter.js')).href);
      return DONE;
  }
}

async function run(): Promise<number> {
  try {
    const status = await main(parseArguments(process.argv.slice(2)));
    output.flush();
    return status;
  } catch (error) {
    if (error instanceof Closed) return DONE;
    complain(error instanceof Error ? error.message : String(error));
    return BROKEN;
  }
}

void run().then(status => {
  process.exitCode = status;
});
