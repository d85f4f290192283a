/** Captures that are no files of this machine: they are read whole. */
import * as vscode from 'vscode';
import { sentences } from './sentences';

/** Most bytes that are read whole. */
const WHOLE_MAX = 512 * 2 ** 20;

/**
 * The bytes of a capture that is no file of this machine, null for a file. Throws Error with a sentence when
 * there are too many.
 */
export async function bytesOf(uri: vscode.Uri): Promise<Uint8Array | null> {
  if (uri.scheme === 'file') return null;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > WHOLE_MAX) throw new Error(sentences.tooLarge(uri.path));
  return vscode.workspace.fs.readFile(uri);
}
