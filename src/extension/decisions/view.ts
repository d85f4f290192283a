/**
 * The Decisions view: the catalogue by function, a check box to stop at each decision, and how often each was
 * taken.
 */
import * as vscode from 'vscode';
import { type Catalogue, type Decision, documentPath, functionOf } from '../catalogue';
import { DEBUG_TYPE, ENGINE_SCHEME } from '../names';
import { sentences } from '../sentences';
import { ArmedDecisions, arm } from './breakpoints';

/** A kernel function with its decisions, or one of them. */
type Item = { readonly name: string; readonly decisions: readonly Decision[] } | Decision;

function isDecision(item: Item): item is Decision {
  return 'id' in item;
}

function decisionsOf(item: Item): readonly Decision[] {
  return isDecision(item) ? [item] : item.decisions;
}

export function registerDecisionsView(catalogue: Catalogue): vscode.Disposable {
  const view = new DecisionsView(catalogue);
  const tree = vscode.window.createTreeView('packetDebugger.decisions', {
    treeDataProvider: view,
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const refresh = async () => {
    await view.refresh();
    tree.description = view.armedCount === 0 ? '' : sentences.armedCount(view.armedCount);
  };
  const toggle = async (item: Item | undefined) => {
    await refresh();
    if (item !== undefined) view.check(item, !view.isChecked(item));
  };
  void refresh();
  return vscode.Disposable.from(
    tree,
    tree.onDidChangeCheckboxState(({ items }) => {
      for (const [item, state] of items) view.check(item, state === vscode.TreeItemCheckboxState.Checked);
      void refresh();
    }),
    vscode.debug.onDidChangeBreakpoints(() => void refresh()),
    vscode.debug.onDidChangeActiveStackItem(() => void view.count()),
    vscode.debug.onDidTerminateDebugSession(() => void view.count()),
    vscode.commands.registerCommand('packetDebugger.stopAtOutcome', (item?: Item) =>
      stopAtOutcome(item ?? tree.selection[0]),
    ),
    vscode.commands.registerCommand('packetDebugger.stopWithCondition', (item?: Item) =>
      stopWithCondition(item ?? tree.selection[0]),
    ),
    vscode.commands.registerCommand('packetDebugger.toggleDecision', (item?: Item) =>
      toggle(item ?? tree.selection[0]),
    ),
  );
}

class DecisionsView implements vscode.TreeDataProvider<Item> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private counts: Readonly<Record<string, number>> = {};
  private armed = new ArmedDecisions([]);
  private items: Item[] | null = null;

  constructor(private readonly catalogue: Catalogue) {}

  /** How many decisions stop now. */
  get armedCount(): number {
    return this.armed.count;
  }

  /** Looks at the breakpoints anew. */
  async refresh(): Promise<void> {
    this.armed = new ArmedDecisions(await this.catalogue.decisions());
    this.changed.fire(undefined);
  }

  /** Asks the session how often each decision was taken so far. */
  async count(): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    const counts: Readonly<Record<string, number>> =
      session?.type === DEBUG_TYPE
        ? await session.customRequest('packetDebugger/decisionCounts').then(
            answer => answer,
            // A session that is ending counts nothing any more.
            () => ({}),
          )
        : {};
    if (JSON.stringify(counts) === JSON.stringify(this.counts)) return;
    this.counts = counts;
    this.changed.fire(undefined);
  }

  async getChildren(item?: Item): Promise<Item[]> {
    if (item !== undefined) return isDecision(item) ? [] : [...item.decisions];
    this.items ??= byFunction(await this.catalogue.decisions());
    return this.items;
  }

  getTreeItem(item: Item): vscode.TreeItem {
    const taken = decisionsOf(item).reduce((sum, { id }) => sum + (this.counts[id] ?? 0), 0);
    const row = isDecision(item) ? this.decisionRow(item, taken) : this.functionRow(item.name);
    row.description = taken > 0 ? String(taken) : '';
    row.checkboxState = this.isChecked(item)
      ? vscode.TreeItemCheckboxState.Checked
      : vscode.TreeItemCheckboxState.Unchecked;
    return row;
  }

  private functionRow(name: string): vscode.TreeItem {
    const row = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    row.id = name;
    row.iconPath = new vscode.ThemeIcon('symbol-function');
    row.contextValue = 'function';
    return row;
  }

  private decisionRow(item: Decision, taken: number): vscode.TreeItem {
    const row = new vscode.TreeItem(item.id.slice(item.id.indexOf('.') + 1));
    row.id = item.id;
    row.contextValue = 'decision';
    const armed = this.armed.namesOf(item.id);
    row.tooltip = [
      item.question,
      sentences.outcomesAre(item.outcomes.join(', ')),
      item.reference === '-' ? '' : item.reference,
      taken > 0 ? sentences.takenTimes(taken) : '',
      armed.length > 0 ? sentences.armedBy(armed.join(', ')) : '',
    ]
      .filter(line => line !== '')
      .join('\n');
    const { line } = item.source;
    row.command = {
      command: 'vscode.open',
      title: sentences.openDecision(),
      arguments: [
        vscode.Uri.from({ scheme: ENGINE_SCHEME, path: documentPath(item) }),
        { selection: new vscode.Range(line - 1, 0, line - 1, 0) },
      ],
    };
    return row;
  }

  /** True when every decision of a row stops, whichever way it was armed. */
  isChecked(item: Item): boolean {
    return decisionsOf(item).every(({ id }) => this.armed.has(id));
  }

  /** Sets a breakpoint on a decision or function, or clears all that stop there. */
  check(item: Item, on: boolean): void {
    if (on) arm(isDecision(item) ? item.id : item.name);
    else this.armed.disarm(new Set(decisionsOf(item).map(({ id }) => id)));
  }
}

/**
 * The functions by name, each with its decisions in the order of the kernel's file where one is mirrored,
 * else of the engine's.
 */
function byFunction(decisions: readonly Decision[]): Item[] {
  const names = [...new Set(decisions.map(functionOf))].sort();
  return names.map(name => ({
    name,
    decisions: decisions
      .filter(one => functionOf(one) === name)
      .sort((a, b) => (a.kernel?.from ?? a.source.line) - (b.kernel?.from ?? b.source.line)),
  }));
}

async function stopAtOutcome(item: Item | undefined): Promise<void> {
  if (item === undefined || !isDecision(item)) return;
  const outcome = await vscode.window.showQuickPick([...item.outcomes], { title: item.question });
  if (outcome !== undefined) arm(`${item.id}=${outcome}`);
}

async function stopWithCondition(item: Item | undefined): Promise<void> {
  if (item === undefined || !isDecision(item)) return;
  const condition = await vscode.window.showInputBox({
    title: item.question,
    prompt: sentences.conditionPrompt(),
  });
  if (condition) arm(item.id, condition);
}
