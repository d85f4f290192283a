/**
 * What VS Code loads. Everything heavy is loaded when it is first needed: the debug session, and behind it
 * the worker.
 */
import * as vscode from 'vscode';
import { Catalogue } from './catalogue';
import { registerCommands } from './commands';
import { registerConfigurations } from './debug/configurations';
import { registerSessions } from './debug/sessions';
import { StackChoice } from './debug/stackChoice';
import { registerDecisionsView } from './decisions/view';
import { registerCaptureEditor } from './editor/provider';
import { registerEngineDocuments } from './engineDocuments';
import { registerEngineHints } from './engineHints';
import { registerGutterMarks } from './gutterMarks';
import { registerKernelLine } from './kernelLine';
import { registerLanguage } from './language/language';
import { registerSamples } from './samples/samples';
import { registerShown } from './shown';
import { registerTesting } from './testing/testing';
import { registerTraceDocuments } from './traceDocuments';
import { CaptureWorkers } from './workers';

/** Called by VS Code when something the extension contributes is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const catalogue = new Catalogue(context.extensionUri);
  const choice = new StackChoice(context.workspaceState);
  const workers = new CaptureWorkers(vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath);
  context.subscriptions.push(
    workers,
    registerEngineDocuments(context.extensionUri),
    registerEngineHints(),
    registerTraceDocuments(),
    registerConfigurations(choice),
    registerSessions(workers),
    registerDecisionsView(catalogue),
    registerGutterMarks(context.extensionUri, catalogue),
    registerCaptureEditor(context, workers, catalogue, choice),
    registerCommands(),
    registerSamples(context, choice),
    registerKernelLine(),
    registerTesting(workers, catalogue),
    registerLanguage(workers),
    registerShown(),
  );
}
