/** Sentences in hovers and completions. */
import type { MarkdownString } from 'vscode';

/**
 * Adds text as it is, to be broken where a line ends; `appendText` joins all words of a paragraph to one
 * line.
 */
export function appendSentence(to: MarkdownString, text: string): MarkdownString {
  return to.appendMarkdown(text.replace(/[\\`*_{}[\]()#+\-!~<>&|]/g, '\\$&'));
}
