/**
 * How captures are named outside of editors, in launch configurations and to workers: files by their paths,
 * others by their URIs.
 */
import * as vscode from 'vscode';
import { isElsewhere } from './workers';

export function captureName(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** @param name as `captureName` gives it */
export function captureUri(name: string): vscode.Uri {
  return isElsewhere(name) ? vscode.Uri.parse(name) : vscode.Uri.file(name);
}
