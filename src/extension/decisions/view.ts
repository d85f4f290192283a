/** The Decisions view: the catalogue by function, a check box to stop at each decision, and how often each was taken. */
import * as vscode from 'vscode';
import { DEBUG_TYPE, ENGINE_SCHEME } from '../names';

/** A decision as the build lists it. */
interface Decision {
  readonly id: string;
  readonly question: string;
  readonly outcomes: readonly string[];
  readonly source: { readonly path: string; readonly line: number };
  readonly reference: string;
}

type Item = { readonly name: string } | Decision;

function isDecision(item: Item): item is Decision {
  return 'id' in item;
}

export function registerDecisionsView(extension: vscode.Uri): vscode.Disposable {
  const view = new DecisionsView(vscode.Uri.joinPath(extension, 'dist', 'decisions.json'));
  const tree = vscode.window.createTreeView('packetDebugger.decisions', {
    treeDataProvider: view,
    manageCheckboxStateManually: true,
  });
  return vscode.Disposable.from(
    tree,
    tree.onDidChangeCheckboxState(({ items }) => {
      for (const [item, state] of items) view.check(item, state === vscode.TreeItemCheckboxState.Checked);
    }),
    vscode.debug.onDidChangeBreakpoints(() => view.refresh()),
    vscode.debug.onDidChangeActiveStackItem(() => view.count()),
    vscode.debug.onDidTerminateDebugSession(() => view.count()),
    vscode.commands.registerCommand('packetDebugger.stopAtOutcome', (item: Item) => stopAtOutcome(item)),
    vscode.commands.registerCommand('packetDebugger.stopWithCondition', (item: Item) =>
      stopWithCondition(item),
    ),
  );
}

class DecisionsView implements vscode.TreeDataProvider<Item> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private decisions: Promise<readonly Decision[]> | null = null;
  private counts: Readonly<Record<string, number>> = {};

  /** @param file the catalogue that the build wrote */
  constructor(private readonly file: vscode.Uri) {}

  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Asks the session how often each decision was taken so far. */
  async count(): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    this.counts =
      session?.type === DEBUG_TYPE ? await session.customRequest('packetDebugger/decisionCounts') : {};
    this.refresh();
  }

  async getChildren(item?: Item): Promise<Item[]> {
    const decisions = await this.load();
    if (item === undefined) return [...new Set(decisions.map(functionOf))].map(name => ({ name }));
    return isDecision(item) ? [] : decisions.filter(one => functionOf(one) === item.name);
  }

  getTreeItem(item: Item): vscode.TreeItem {
    if (!isDecision(item)) {
      const row = new vscode.TreeItem(item.name, vscode.TreeItemCollapsibleState.Collapsed);
      row.checkboxState = checkbox(armed(item.name));
      row.iconPath = new vscode.ThemeIcon('symbol-function');
      return row;
    }
    const row = new vscode.TreeItem(item.id.slice(item.id.indexOf('.') + 1));
    const count = this.counts[item.id] ?? 0;
    row.description = count > 0 ? String(count) : '';
    row.tooltip = [item.question, item.outcomes.join(', '), item.reference].join('\n');
    row.contextValue = 'decision';
    row.checkboxState = checkbox(armed(item.id) || armed(functionOf(item)));
    const { path, line } = item.source;
    row.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Open'),
      arguments: [
        vscode.Uri.parse(`${ENGINE_SCHEME}:/${path.replace(/^src\//, '')}`),
        { selection: new vscode.Range(line - 1, 0, line - 1, 0) },
      ],
    };
    return row;
  }

  /** Sets or clears the breakpoint of a decision or function. */
  check(item: Item, on: boolean): void {
    const name = isDecision(item) ? item.id : item.name;
    if (on) vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint(name)]);
    else vscode.debug.removeBreakpoints(breakpointsNamed(name));
  }

  private load(): Promise<readonly Decision[]> {
    this.decisions ??= Promise.resolve(vscode.workspace.fs.readFile(this.file)).then(
      bytes => JSON.parse(new TextDecoder().decode(bytes)) as readonly Decision[],
    );
    return this.decisions;
  }
}

function functionOf(decision: Decision): string {
  return decision.id.slice(0, decision.id.indexOf('.'));
}

function breakpointsNamed(name: string): vscode.FunctionBreakpoint[] {
  return vscode.debug.breakpoints.filter(
    (one): one is vscode.FunctionBreakpoint =>
      one instanceof vscode.FunctionBreakpoint && one.functionName.split('=')[0] === name,
  );
}

function armed(name: string): boolean {
  return breakpointsNamed(name).some(one => one.enabled);
}

function checkbox(on: boolean): vscode.TreeItemCheckboxState {
  return on ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
}

async function stopAtOutcome(item: Item): Promise<void> {
  if (!isDecision(item)) return;
  const outcome = await vscode.window.showQuickPick([...item.outcomes], { title: item.question });
  if (outcome === undefined) return;
  vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint(`${item.id}=${outcome}`)]);
}

async function stopWithCondition(item: Item): Promise<void> {
  if (!isDecision(item)) return;
  const condition = await vscode.window.showInputBox({
    title: item.question,
    prompt: vscode.l10n.t('Stop when this display filter holds, as ipv6.hlim < 2'),
  });
  if (!condition) return;
  vscode.debug.removeBreakpoints(breakpointsNamed(item.id));
  vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint(item.id, true, condition)]);
}
