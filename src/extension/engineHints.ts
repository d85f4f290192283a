/** While stopped, the engine's source shows the values that its decisions look at: inline and under the pointer. */
import * as vscode from 'vscode';
import { ENGINE_SCHEME } from './names';

const selector: vscode.DocumentSelector = { scheme: ENGINE_SCHEME };
const name = /[A-Za-z_]\w*(?:\.\w+)*/;

export function registerEngineHints(): vscode.Disposable {
  const expressions: vscode.EvaluatableExpressionProvider = {
    provideEvaluatableExpression(document, position) {
      const range = document.getWordRangeAtPosition(position, name);
      return range === undefined ? undefined : new vscode.EvaluatableExpression(range);
    },
  };
  const inline: vscode.InlineValuesProvider = {
    provideInlineValues(document, _viewPort, context) {
      return operandsNear(document, context.stoppedLocation.start.line);
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerEvaluatableExpressionProvider(selector, expressions),
    vscode.languages.registerInlineValuesProvider(selector, inline),
  );
}

/** The operands named where a decision is taken: the members of the literal that it is given, from the stopped line on. */
function operandsNear(document: vscode.TextDocument, line: number): vscode.InlineValue[] {
  const values: vscode.InlineValue[] = [];
  const seen = new Set<string>();
  let inside = false;
  for (let at = line; at < Math.min(document.lineCount, line + 16); at++) {
    const { text } = document.lineAt(at);
    inside ||= text.includes('RECORDING && {');
    if (!inside) continue;
    const from = Math.max(0, text.indexOf('RECORDING && {'));
    for (const match of text.slice(from).matchAll(/\b([A-Za-z_]\w*)(?=\s*[:,}])/g)) {
      if (seen.has(match[1]) || ['value', 'at', 'origin', 'offset', 'length'].includes(match[1])) continue;
      seen.add(match[1]);
      const column = from + match.index;
      const range = new vscode.Range(at, column, at, column + match[1].length);
      values.push(new vscode.InlineValueEvaluatableExpression(range, match[1]));
    }
    if (/}\s*,?\s*\)/.test(text) || text.trim() === '},') break;
  }
  return values;
}
