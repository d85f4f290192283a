/** Loads what helps to write `.stack` files when the first one is open: activation stays light. */
import * as vscode from 'vscode';
import { STACK_LANGUAGE } from '../names';
import type * as LanguageProvidersModule from './languageProviders';

export function registerLanguage(): vscode.Disposable {
  let loading: Promise<vscode.Disposable> | null = null;
  let disposed = false;
  const look = ({ languageId }: vscode.TextDocument) => {
    if (loading === null && languageId === STACK_LANGUAGE) loading = load();
  };
  const load = async () => {
    const { registerProviders }: typeof LanguageProvidersModule = await import('./languageProviders.js');
    const registered = await registerProviders();
    if (disposed) registered.dispose();
    return registered;
  };
  for (const document of vscode.workspace.textDocuments) look(document);
  return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), {
    dispose: () => {
      disposed = true;
      void loading?.then(registered => registered.dispose());
    },
  });
}
