/** The Decisions view: the catalogue by function, a check box to stop at each decision, and how often each was taken. */
import * as vscode from 'vscode';
import { type Catalogue, type Decision, documentPath, functionOf } from '../catalogue';
import { DEBUG_TYPE, ENGINE_SCHEME } from '../names';

type Item = { readonly name: string } | Decision;

function isDecision(item: Item): item is Decision {
  return 'id' in item;
}

export function registerDecisionsView(catalogue: Catalogue): vscode.Disposable {
  const view = new DecisionsView(catalogue);
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
  private counts: Readonly<Record<string, number>> = {};

  constructor(private readonly catalogue: Catalogue) {}

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
    const decisions = await this.catalogue.decisions();
    if (item === undefined) return [...new Set(decisions.map(functionOf))].sort().map(name => ({ name }));
    if (isDecision(item)) return [];
    return decisions.filter(one => functionOf(one) === item.name).sort(byExecution);
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
    const { line } = item.source;
    row.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Open'),
      arguments: [
        vscode.Uri.from({ scheme: ENGINE_SCHEME, path: documentPath(item) }),
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
}

/** In the order of the kernel's file where one is mirrored, else of the engine's. */
function byExecution(a: Decision, b: Decision): number {
  return (a.kernel?.from ?? a.source.line) - (b.kernel?.from ?? b.source.line);
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
