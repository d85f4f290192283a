/** The command *Open Sample*: what copies and opens a lab is loaded when somebody asks for one. */
import * as vscode from 'vscode';
import type { StackChoice } from '../debug/stackChoice';
import type * as OpenSampleModule from './openSample';

export function registerSamples(context: vscode.ExtensionContext, choice: StackChoice): vscode.Disposable {
  return vscode.commands.registerCommand('packetDebugger.openSample', async (folder?: string) => {
    const { openSample }: typeof OpenSampleModule = await import('./openSample.js');
    await openSample(context, choice, folder);
  });
}
