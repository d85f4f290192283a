/** New `.stack` files for captures. */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { captureStem } from '../../config/fileName';
import { sentences } from '../sentences';

/**
 * Writes a `.stack` file: beside the capture, with its name or the first like it that no file has; for a
 * capture without a folder where the user says. Null when the user says nowhere.
 */
export async function writeMachine(capture: vscode.Uri, text: string): Promise<vscode.Uri | null> {
  if (capture.scheme !== 'file') {
    const file = await vscode.window.showSaveDialog({ filters: { [sentences.stackFiles()]: ['stack'] } });
    if (file === undefined) return null;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    return file;
  }
  const stem = join(dirname(capture.fsPath), captureStem(basename(capture.path)));
  for (let count = 1; ; count++) {
    const file = `${stem}${count === 1 ? '' : `-${count}`}.stack`;
    if (await written(file, text)) return vscode.Uri.file(file);
  }
}

/** False when a file has that name already, be it since a moment ago. */
async function written(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A machine to begin with, that replays the capture. */
export function firstMachine(capture: vscode.Uri): string {
  return sentences.newStack(basename(capture.path).replace(/["\\]|\p{Cc}/gu, '?'));
}
