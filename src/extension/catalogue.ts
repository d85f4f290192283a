/** The decisions of the stack as the build lists them: known without loading the stack. */
import * as vscode from 'vscode';

/** One decision; `source.path` as in `src/stack/inet6/ip6Forward.ts`, `source.line` from 1. */
export interface Decision {
  readonly id: string;
  readonly question: string;
  readonly outcomes: readonly string[];
  readonly source: { readonly path: string; readonly line: number };
  readonly kernel: { readonly file: string; readonly from: number; readonly to: number } | null;
  readonly reference: string;
}

/** Reads dist/decisions.json once, when somebody first asks. */
export class Catalogue {
  private loaded: Promise<readonly Decision[]> | null = null;

  /** @param extension folder of the extension */
  constructor(private readonly extension: vscode.Uri) {}

  decisions(): Promise<readonly Decision[]> {
    const file = vscode.Uri.joinPath(this.extension, 'dist', 'decisions.json');
    this.loaded ??= Promise.resolve(vscode.workspace.fs.readFile(file)).then(
      bytes => JSON.parse(new TextDecoder().decode(bytes)) as readonly Decision[],
    );
    return this.loaded;
  }
}

/** The kernel function that takes a decision. */
export function functionOf(decision: Decision): string {
  return decision.id.slice(0, decision.id.indexOf('.'));
}

/** Path of a decision's engine document: `/stack/inet6/ip6Forward.ts`. */
export function documentPath(decision: Decision): string {
  return decision.source.path.replace(/^src/, '');
}
