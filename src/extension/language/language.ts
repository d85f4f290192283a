/** Loads what helps to write `.stack` files when the first one is open: activation stays light. */
import * as vscode from 'vscode';
import { StackPart } from '../stackPart';
import type { CaptureWorkers } from '../workers';
import type * as LanguageProvidersModule from './languageProviders';

export function registerLanguage(workers: CaptureWorkers): vscode.Disposable {
  const providers = new StackPart(async () => {
    const { registerProviders }: typeof LanguageProvidersModule = await import('./languageProviders.js');
    return registerProviders(workers);
  });
  return vscode.Disposable.from(
    providers,
    vscode.commands.registerCommand('packetDebugger.replay', async (resource?: vscode.Uri) => {
      const file = resource ?? vscode.window.activeTextEditor?.document.uri;
      if (file !== undefined) await (await providers.get()).replay(file);
    }),
  );
}
