/**
 * What replays exercised: lines of `.stack` files, and decisions in the engine's source with their outcomes.
 */
import * as vscode from 'vscode';
import { type Decision, documentPath } from '../catalogue';
import { ENGINE_SCHEME } from '../names';
import type { Replayed } from '../stackReplay';

/** Coverage of one `.stack` file: the lines that packets can use, with how many events used each. */
export function lineCoverage(usable: readonly number[], { lines }: Replayed): vscode.StatementCoverage[] {
  const shown = new Set([...usable, ...Object.keys(lines.uses).map(Number)]);
  return [...shown]
    .sort((a, b) => a - b)
    .map(line => new vscode.StatementCoverage(lines.uses[line] ?? 0, new vscode.Position(line - 1, 0)));
}

/**
 * Coverage of the engine by document: each decision a statement, each outcome a branch. Counts of several
 * replays add up.
 */
export function decisionCoverage(
  catalogue: readonly Decision[],
  replays: readonly Replayed[],
): { readonly uri: vscode.Uri; readonly details: vscode.StatementCoverage[] }[] {
  const counts = new Map<string, number>();
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count);
  for (const { decisions } of replays) {
    for (const { id, count, outcomes } of decisions) {
      add(id, count);
      for (const [outcome, times] of Object.entries(outcomes)) add(`${id}=${outcome}`, times);
    }
  }
  const documents = new Map<string, vscode.StatementCoverage[]>();
  for (const decision of catalogue) {
    const { id, outcomes, source } = decision;
    const place = new vscode.Position(source.line - 1, 0);
    const branches = outcomes.map(
      outcome => new vscode.BranchCoverage(counts.get(`${id}=${outcome}`) ?? 0, place, outcome),
    );
    const path = documentPath(decision);
    const details = documents.get(path) ?? [];
    details.push(new vscode.StatementCoverage(counts.get(id) ?? 0, place, branches));
    documents.set(path, details);
  }
  return [...documents].map(([path, details]) => ({
    uri: vscode.Uri.from({ scheme: ENGINE_SCHEME, path }),
    details,
  }));
}
