/** A word of the language as a text for a hover or an offer. */
import * as vscode from 'vscode';
import type { ReferenceEntry } from '../../config/reference';
import { STACK_LANGUAGE } from '../names';
import { appendSentence } from './sentenceText';

export function entryText(entry: ReferenceEntry): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendCodeblock(entry.syntax, STACK_LANGUAGE);
  appendSentence(text, entry.meaning);
  if (entry.example !== entry.syntax) text.appendCodeblock(entry.example, STACK_LANGUAGE);
  if (entry.manual !== null) appendSentence(text, entry.manual);
  return text;
}
