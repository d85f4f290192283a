/** What VS Code loads. Everything heavy is loaded when it is first needed: the debug session, and behind it the worker. */
import type * as vscode from 'vscode';
import { Catalogue } from './catalogue';
import { registerCommands } from './commands';
import { registerConfigurations } from './debug/configurations';
import { registerSessions } from './debug/sessions';
import { registerDecisionsView } from './decisions/view';
import { registerEngineDocuments } from './engineDocuments';
import { registerEngineHints } from './engineHints';
import { registerGutterMarks } from './gutterMarks';
import { registerShown } from './shown';
import { registerTraceDocuments } from './traceDocuments';

/** Called by VS Code when something the extension contributes is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const catalogue = new Catalogue(context.extensionUri);
  context.subscriptions.push(
    registerEngineDocuments(context.extensionUri),
    registerEngineHints(),
    registerTraceDocuments(),
    registerConfigurations(),
    registerSessions(context.extensionUri),
    registerDecisionsView(catalogue),
    registerGutterMarks(context.extensionUri, catalogue),
    registerCommands(),
    registerShown(),
  );
}
