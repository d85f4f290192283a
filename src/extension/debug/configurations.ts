/** Launch configurations: none is needed, for F5 on a `.stack` file or a capture says enough. */
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { isCaptureName } from '../../config/fileName';
import { captureName, captureUri } from '../captureName';
import { kernelFolder } from '../kernelLine';
import { DEBUG_TYPE, STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import { capturesNamed, stackFiles } from './replayLines';
import type { StackChoice } from './stackChoice';

/** @param choice which machine a capture is replayed on, where the configuration names none */
export function registerConfigurations(choice: StackChoice): vscode.Disposable {
  const provider: vscode.DebugConfigurationProvider = {
    resolveDebugConfiguration: (folder, given) => resolve(folder, given, choice),
    resolveDebugConfigurationWithSubstitutedVariables: (folder, given) => withWholePaths(folder, given),
  };
  const dynamic: vscode.DebugConfigurationProvider = {
    provideDebugConfigurations: async () => configurations(await stackFiles()),
  };
  const { Dynamic, Initial } = vscode.DebugConfigurationProviderTriggerKind;
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, provider),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, dynamic, Dynamic),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, dynamic, Initial),
  );
}

function configurations(files: readonly vscode.Uri[]): vscode.DebugConfiguration[] {
  return files.map(file => ({
    type: DEBUG_TYPE,
    request: 'launch',
    name: sentences.packetsOf(vscode.workspace.asRelativePath(file)),
    stack: file.fsPath,
  }));
}

/** Fills in what the configuration leaves open; undefined stops the launch. */
async function resolve(
  folder: vscode.WorkspaceFolder | undefined,
  given: vscode.DebugConfiguration,
  choice: StackChoice,
): Promise<vscode.DebugConfiguration | undefined> {
  const configuration: vscode.DebugConfiguration = { ...given };
  configuration.type ||= DEBUG_TYPE;
  configuration.request ||= 'launch';
  configuration.name ||= sentences.packets();
  const kernelSources = kernelFolder();
  if (kernelSources !== null) configuration.kernelSources ??= kernelSources;
  if (configuration.stack) return configuration;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === STACK_LANGUAGE && !configuration.capture) {
    configuration.stack = document.uri.fsPath;
    return configuration;
  }
  const shown = activeCapture();
  const capture: unknown = configuration.capture ?? (shown === undefined ? undefined : captureName(shown));
  const chosen = typeof capture === 'string' ? await choice.of(captureUri(capture)) : null;
  if (chosen !== null) {
    configuration.stack = chosen;
    const named = await capturesNamed(vscode.Uri.file(chosen)).catch(() => []);
    // A machine that names the capture says itself which interfaces it arrives on.
    if (named.some(one => one === capture)) delete configuration.capture;
    else configuration.capture = capture;
    return configuration;
  }
  if (capture) configuration.capture = capture;
  const stack = await chooseStack(folder);
  if (stack === undefined) return undefined;
  configuration.stack = stack.fsPath;
  return configuration;
}

/** Files of a configuration are relative to the folder of the workspace that it is of. */
function withWholePaths(
  folder: vscode.WorkspaceFolder | undefined,
  given: vscode.DebugConfiguration,
): vscode.DebugConfiguration {
  if (folder === undefined || folder.uri.scheme !== 'file') return given;
  const configuration = { ...given };
  const whole = (file: unknown): unknown => {
    if (Array.isArray(file)) return file.map(whole);
    // A capture of another file system has its address for a name.
    const relative =
      typeof file === 'string' && file !== '' && !isAbsolute(file) && !/^\w[\w+.-]+:/.test(file);
    return relative ? join(folder.uri.fsPath, file) : file;
  };
  for (const name of ['stack', 'capture', 'output', 'kernelSources']) {
    if (name in configuration) configuration[name] = whole(configuration[name]);
  }
  return configuration;
}

/** The capture in the active tab, whatever editor shows it. */
export function activeCapture(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const shown = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
  return shown && isCaptureName(input.uri.path) ? input.uri : undefined;
}

/** A capture in any tab, the active one first; undefined when none is open. */
export function openCapture(): vscode.Uri | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const open = tabs.find(
    ({ input }) => input instanceof vscode.TabInputCustom && isCaptureName(input.uri.path),
  );
  return activeCapture() ?? (open?.input as vscode.TabInputCustom | undefined)?.uri;
}

/** The only `.stack` file, or the one that the user picks. */
async function chooseStack(folder: vscode.WorkspaceFolder | undefined): Promise<vscode.Uri | undefined> {
  const all = await stackFiles();
  const near =
    folder === undefined
      ? all
      : all.filter(one => vscode.workspace.getWorkspaceFolder(one)?.index === folder.index);
  const files = near.length > 0 ? near : all;
  if (files.length === 0) {
    void vscode.window.showErrorMessage(sentences.noStack());
    return undefined;
  }
  if (files.length === 1) return files[0];
  const picked = await vscode.window.showQuickPick(
    files.map(uri => ({ label: vscode.workspace.asRelativePath(uri), uri })),
    { title: sentences.whichMachine() },
  );
  return picked?.uri;
}
