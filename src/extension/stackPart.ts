/**
 * A part of the extension that is only needed with `.stack` files: loaded when the first one is open, or when
 * somebody asks for it.
 */
import * as vscode from 'vscode';
import { STACK_LANGUAGE } from './names';

export class StackPart<T extends { dispose(): unknown }> {
  private readonly listening: vscode.Disposable;
  private loading: Promise<T> | null = null;
  private disposed = false;

  constructor(private readonly load: () => Promise<T>) {
    const look = ({ languageId }: vscode.TextDocument) => {
      if (languageId === STACK_LANGUAGE) void this.get();
    };
    this.listening = vscode.workspace.onDidOpenTextDocument(look);
    for (const document of vscode.workspace.textDocuments) look(document);
  }

  /** The part, loaded at most once. */
  get(): Promise<T> {
    this.loading ??= this.load().then(part => {
      if (this.disposed) part.dispose();
      return part;
    });
    return this.loading;
  }

  dispose(): void {
    this.disposed = true;
    this.listening.dispose();
    void this.loading?.then(part => part.dispose());
  }
}
