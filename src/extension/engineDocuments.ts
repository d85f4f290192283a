/** The engine's source as read-only documents: `packet-engine:/stack/inet6/ip6Forward.ts`. */
import * as vscode from 'vscode';
import { ENGINE_LANGUAGE, ENGINE_SCHEME } from './names';

/** Shows the files that ship in dist/engine. */
export function registerEngineDocuments(extension: vscode.Uri): vscode.Disposable {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'engine');
  const provider: vscode.TextDocumentContentProvider = {
    async provideTextDocumentContent(uri) {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, uri.path));
      return new TextDecoder().decode(bytes);
    },
  };
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ENGINE_SCHEME, provider),
    vscode.workspace.onDidOpenTextDocument(document => {
      if (document.uri.scheme !== ENGINE_SCHEME || document.languageId === ENGINE_LANGUAGE) return;
      void vscode.languages.setTextDocumentLanguage(document, ENGINE_LANGUAGE);
    }),
  );
}
