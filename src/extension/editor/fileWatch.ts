/** Files on disk that an editor reads: whoever changes them. */
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

/** Milliseconds for which changes are gathered: programs write files in pieces. */
const PATIENCE = 300;

/** Calls `changed` after the file at `path` was written or replaced, in VS Code or by another program. */
export function watchFile(path: string, changed: () => void): vscode.Disposable {
  const folder = vscode.Uri.file(dirname(path));
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(folder, basename(path).replace(/[[\]{}*?]/g, '[$&]')),
  );
  let known = stamp(path);
  let waiting: NodeJS.Timeout | undefined;
  const look = () => {
    const now = stamp(path);
    // VS Code also tells of what was written a moment before the watch began.
    if (now === known || now === null) return;
    known = now;
    changed();
  };
  const gather = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PATIENCE);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(gather),
    watcher.onDidCreate(gather),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.fsPath === path) gather();
    }),
    new vscode.Disposable(() => clearTimeout(waiting)),
  );
}

/** What tells one writing of a file from the next; null while there is no such file. */
function stamp(path: string): string | null {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? null : `${status.mtimeMs} ${status.size} ${status.ino}`;
}
