/** Hovers: what a word does, and what its line did in the last replay. */
import * as vscode from 'vscode';
import type { Meaning } from '../../config/editing';
import type { LineResults } from '../../webview/protocol/worker';
import { STACK_LANGUAGE } from '../names';
import { sentences } from '../sentences';
import type { Editing } from './editing';
import { entryText } from './entryText';
import type { LineUses } from './lineUses';
import type { ParsedDocuments } from './parsed';
import { rangeOf } from './ranges';
import type { ReplayResults } from './replayResults';
import { appendSentence } from './sentenceText';

export function registerHover(
  editing: Editing,
  parsed: ParsedDocuments,
  uses: LineUses,
  results: ReplayResults,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider(STACK_LANGUAGE, {
    async provideHover(document, position) {
      const stack = parsed.of(document);
      const meaning = editing.meaningAt(stack.statements, document.offsetAt(position));
      const line = position.line + 1;
      const usable = editing.usableLines(stack).some(one => one.line === line);
      const use = await uses.of(document, line);
      const texts = meaning === null ? [] : [meaningText(meaning)];
      if (use !== null && (usable || use.count > 0))
        texts.push(new vscode.MarkdownString(sentences.lineUsed(use.count, use.complete)));
      const counted = results.of(document)?.rules[line];
      if (counted !== undefined)
        texts.push(
          appendSentence(new vscode.MarkdownString(), sentences.ruleCounted(counted.packets, counted.bytes)),
        );
      const outcome = results.of(document)?.expectations[line];
      if (outcome !== undefined)
        texts.push(appendSentence(new vscode.MarkdownString(), expectationText(outcome)));
      if (texts.length === 0) return undefined;
      return new vscode.Hover(texts, meaning === null ? undefined : rangeOf(document, meaning));
    },
  });
}

/** What came of an `expect` line, in one sentence. */
export function expectationText({ held, message }: LineResults['expectations'][number]): string {
  return held ? sentences.expectationHeld() : message;
}

function meaningText(meaning: Meaning): vscode.MarkdownString {
  if (meaning.kind === 'word') return entryText(meaning.entry);
  const text = new vscode.MarkdownString();
  if (meaning.kind === 'value')
    return appendSentence(text.appendCodeblock(meaning.name, STACK_LANGUAGE), meaning.meaning);
  text.appendCodeblock(meaning.id, STACK_LANGUAGE);
  appendSentence(text, meaning.question);
  text.appendMarkdown('\n\n');
  for (const { name, answer } of meaning.outcomes) {
    appendSentence(text.appendMarkdown(`- \`${name}\`: `), answer).appendMarkdown('\n');
  }
  appendSentence(text.appendMarkdown('\n'), meaning.reference);
  return text;
}
