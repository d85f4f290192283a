/** Loads what helps to write `.stack` files when the first one is open: activation stays light. */
import * as vscode from 'vscode';
import { STACK_LANGUAGE } from '../names';
import type { CaptureWorkers } from '../workers';
import type * as LanguageProvidersModule from './languageProviders';

export function registerLanguage(workers: CaptureWorkers): vscode.Disposable {
  let loading: Promise<LanguageProvidersModule.Providers> | null = null;
  let disposed = false;
  const load = async () => {
    const { registerProviders }: typeof LanguageProvidersModule = await import('./languageProviders.js');
    const registered = await registerProviders(workers);
    if (disposed) registered.dispose();
    return registered;
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const look = ({ languageId }: vscode.TextDocument) => {
    if (languageId === STACK_LANGUAGE) void loaded();
  };
  for (const document of vscode.workspace.textDocuments) look(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.commands.registerCommand('packetDebugger.replay', async (resource?: vscode.Uri) => {
      const file = resource ?? vscode.window.activeTextEditor?.document.uri;
      if (file !== undefined) await (await loaded()).replay(file);
    }),
    {
      dispose: () => {
        disposed = true;
        void loading?.then(registered => registered.dispose());
      },
    },
  );
}
