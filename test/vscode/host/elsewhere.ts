/** A file system that a test makes up, as another extension would. */
import * as vscode from 'vscode';

/** Files that are nowhere on this machine; a large one has no bytes until they are asked for. */
export class Elsewhere implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array | number>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  stat({ path }: vscode.Uri): vscode.FileStat {
    const file = this.files.get(path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    const size = typeof file === 'number' ? file : file.length;
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size };
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const file = this.files.get(path);
    if (!(file instanceof Uint8Array)) throw new Error(`${path} is asked for`);
    return file;
  }

  watch = () => new vscode.Disposable(() => {});
  readDirectory = () => [];
  createDirectory = () => {};
  writeFile = () => {};
  delete = () => {};
  rename = () => {};
}
