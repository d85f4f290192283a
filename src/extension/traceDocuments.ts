/** The steps of a packet as a read-only document: `packet-trace:/19` is frame 19 of the session's capture. */
import * as vscode from 'vscode';
import { DEBUG_TYPE, TRACE_SCHEME } from './names';

export function registerTraceDocuments(): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const session = vscode.debug.activeDebugSession;
      if (session?.type !== DEBUG_TYPE) return 'The debug session that showed this packet is over.';
      const frame = Number(uri.path.replace(/^\//, ''));
      const answer: { text: string } = await session.customRequest('packetDebugger/trace', { frame });
      return answer.text;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(TRACE_SCHEME, provider),
  );
}
