/**
 * While stopped, the engine's source shows the values that its decisions look at: inline and under the
 * pointer.
 */
import * as vscode from 'vscode';
import { DEBUG_TYPE, ENGINE_SCHEME } from './names';

const selector: vscode.DocumentSelector = { scheme: ENGINE_SCHEME };
const expression = /[A-Za-z_]\w*(?:\.\w+)*/;

/** Lines of a statement that are looked at. */
const LONGEST = 16;

export function registerEngineHints(): vscode.Disposable {
  const expressions: vscode.EvaluatableExpressionProvider = {
    provideEvaluatableExpression(document, position) {
      const range = document.getWordRangeAtPosition(position, expression);
      return range === undefined ? undefined : new vscode.EvaluatableExpression(range);
    },
  };
  const inline: vscode.InlineValuesProvider = {
    async provideInlineValues(document, _viewPort, { frameId, stoppedLocation }) {
      const { line } = stoppedLocation.start;
      return (await operands(frameId)).map(({ name, value }) => {
        const at = placeOf(name, document, line) ?? document.lineAt(line).range;
        return new vscode.InlineValueText(at, `${name} = ${value}`);
      });
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerEvaluatableExpressionProvider(selector, expressions),
    vscode.languages.registerInlineValuesProvider(selector, inline),
  );
}

/** A variable of the debug protocol, as far as it matters here. */
interface Variable {
  readonly name: string;
  readonly value: string;
  readonly evaluateName?: string;
}

/** What the decision of a frame looked at: those values of its first scope that are expressions. */
async function operands(frameId: number): Promise<Variable[]> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) return [];
  try {
    const { scopes } = await session.customRequest('scopes', { frameId });
    const { variablesReference } = scopes[0];
    const { variables } = await session.customRequest('variables', { variablesReference });
    return variables.filter((one: Variable) => one.evaluateName !== undefined);
  } catch {
    // The session has moved on meanwhile, and VS Code asks again.
    return [];
  }
}

/** Where a name stands in the statement that begins on a line, the last time; undefined when it does not. */
function placeOf(name: string, document: vscode.TextDocument, line: number): vscode.Range | undefined {
  const word = new RegExp(`(?<![\\w.])${name}\\b`, 'g');
  let found: vscode.Range | undefined;
  let open = 0;
  for (let at = line; at < Math.min(document.lineCount, line + LONGEST); at++) {
    const { text } = document.lineAt(at);
    for (const { index } of text.matchAll(word)) found = new vscode.Range(at, index, at, index + name.length);
    for (const letter of text) open += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (open <= 0) break;
  }
  return found;
}
