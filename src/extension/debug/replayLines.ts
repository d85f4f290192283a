/** Which captures a `.stack` file names, and which file replays a capture. */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';

const replayLine = /^[ \t]*replay[ \t]+(?:"([^"\n]+)"|([^\s"]+))/gm;

/** Paths of the captures that the `replay` lines of a `.stack` file name. Rejects when it cannot be read. */
export async function capturesNamed(file: vscode.Uri): Promise<string[]> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return [...text.matchAll(replayLine)].map(([, quoted, plain]) =>
    resolve(dirname(file.fsPath), quoted ?? plain),
  );
}

/** The `.stack` files of the workspace. */
export function stackFiles(): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles('**/*.stack', '**/node_modules/**', 50);
}

/** Paths of the captures that a session replays, as far as can be told beforehand. */
export async function capturesOf({ capture, stack }: vscode.DebugConfiguration): Promise<string[]> {
  const asked = [capture ?? []].flat().filter((one: unknown) => typeof one === 'string');
  if (asked.length > 0 || typeof stack !== 'string') return asked;
  try {
    return await capturesNamed(vscode.Uri.file(stack));
  } catch {
    // The session itself says what is wrong with the file.
    return [];
  }
}

/**
 * The only one of `files` whose `replay` lines name this capture, alone or among others; null when there is
 * none or several.
 */
export async function stackReplaying(
  capture: string,
  files: readonly vscode.Uri[],
): Promise<vscode.Uri | null> {
  const found: vscode.Uri[] = [];
  for (const file of files) {
    const named: string[] = await capturesNamed(file).catch(() => []);
    if (named.includes(capture)) found.push(file);
  }
  return found.length === 1 ? found[0] : null;
}
