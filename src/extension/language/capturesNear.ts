/** Captures that a `.stack` file may name. */
import { dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { isCaptureName } from '../../config/fileName';

/** Most that are offered. */
const OFFERED = 200;

/**
 * Names of the captures in the workspace and beside a file, as the file may give them: those beside it first.
 */
export async function capturesNear({ scheme, fsPath }: vscode.Uri): Promise<string[]> {
  if (scheme !== 'file') return [];
  const folder = dirname(fsPath);
  const pattern = '*.{pcap,pcapng,cap,ntar,gz}';
  const beside = new vscode.RelativePattern(vscode.Uri.file(folder), pattern);
  const found = await Promise.all([
    vscode.workspace.findFiles(beside, null, OFFERED),
    vscode.workspace.findFiles(`**/${pattern}`, '**/node_modules/**', OFFERED),
  ]);
  const names = found.flat().map(uri => relative(folder, uri.fsPath).split(sep).join('/'));
  return [...new Set(names.filter(isCaptureName))].slice(0, OFFERED);
}
