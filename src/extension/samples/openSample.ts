/** Copies a sample lab to where its user may change it, and opens its capture with its machine. */
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { StackChoice } from '../debug/stackChoice';
import { sentences } from '../sentences';
import { type Lab, labs } from './labs';

/**
 * @param named folder of the lab, as the walkthrough gives it: that one opens without a question; without it
 * the user chooses lab and place
 */
export async function openSample(
  { extensionUri, extension, globalStorageUri }: vscode.ExtensionContext,
  choice: StackChoice,
  named?: string,
): Promise<void> {
  const known = labs.find(({ folder }) => folder === named);
  const lab = known ?? (await chooseLab());
  if (lab === undefined) return;
  // Another version may bring other labs: its copies stand apart.
  const kept = vscode.Uri.joinPath(globalStorageUri, `samples-${extension.packageJSON.version}`, lab.folder);
  const target = known === undefined ? await choosePlace(lab, kept) : kept;
  if (target === undefined) return;
  try {
    const source = vscode.Uri.joinPath(extensionUri, 'samples', lab.folder);
    for (const file of [lab.stack, lab.capture]) await copy(source, target, file);
    await show(lab, target, choice);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(sentences.noSample(lab.title, reason));
  }
}

/** Asks which lab; where there is one only, it is that. */
async function chooseLab(): Promise<Lab | undefined> {
  if (labs.length === 1) return labs[0];
  const items = labs.map(lab => ({ label: lab.title, detail: lab.about, lab }));
  const picked = await vscode.window.showQuickPick(items, { title: sentences.whichSample() });
  return picked?.lab;
}

/** Asks for the folder to copy to: that of the extension, or a new one in a folder of the user's. */
async function choosePlace(lab: Lab, kept: vscode.Uri): Promise<vscode.Uri | undefined> {
  const items: (vscode.QuickPickItem & { place(): Promise<vscode.Uri | undefined> })[] = [
    { label: sentences.sampleHere(), detail: sentences.sampleHereDetail(), place: async () => kept },
    {
      label: sentences.sampleInFolder(),
      detail: sentences.sampleInFolderDetail(lab.folder),
      async place() {
        const [parent] =
          (await vscode.window.showOpenDialog({
            canSelectFiles: false,
            canSelectFolders: true,
            defaultUri: vscode.workspace.workspaceFolders?.[0].uri ?? vscode.Uri.file(homedir()),
            title: sentences.sampleFolder(),
            openLabel: sentences.copyHere(),
          })) ?? [];
        return parent && freeFolder(parent, lab.folder);
      },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: sentences.whereSample(lab.title) });
  return picked?.place();
}

/** Copies a file that is not there yet: what the user has changed stays. */
async function copy(source: vscode.Uri, target: vscode.Uri, file: string): Promise<void> {
  const to = vscode.Uri.joinPath(target, file);
  if (await exists(to)) return;
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, file), to);
}

async function show({ capture, stack }: Lab, target: vscode.Uri, choice: StackChoice): Promise<void> {
  const machine = vscode.Uri.joinPath(target, stack);
  const packets = vscode.Uri.joinPath(target, capture);
  await choice.keep(packets, machine.fsPath);
  await vscode.commands.executeCommand('vscode.open', packets, { preview: false });
  // Read now, so that its expectations stand in the Test Explorer, also outside the workspace.
  await vscode.workspace.openTextDocument(machine);
}

/** A folder in `parent` that is not there yet: `name`, `name-2`… */
async function freeFolder(parent: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let count = 1; ; count++) {
    const folder = vscode.Uri.joinPath(parent, count === 1 ? name : `${name}-${count}`);
    if (!(await exists(folder))) return folder;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
