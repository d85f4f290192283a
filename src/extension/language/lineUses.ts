/** How many events used what a line made: in the debug session of the file, else in its last replay. */
import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../names';
import type { ReplayResults } from './replayResults';

export interface LineUse {
  readonly count: number;
  /** False while a session is under way: more may come. */
  readonly complete: boolean;
}

export class LineUses {
  constructor(private readonly results: ReplayResults) {}

  /** Uses of a line, from 1; null when nothing is known of the text as it stands. */
  async of(document: vscode.TextDocument, line: number): Promise<LineUse | null> {
    if (document.isDirty) return null;
    const session = vscode.debug.activeDebugSession;
    if (session?.type === DEBUG_TYPE && session.configuration.stack === document.uri.fsPath) {
      try {
        const counts: Record<string, number> = await session.customRequest('packetDebugger/lineCounts');
        return { count: counts[line] ?? 0, complete: false };
      } catch {
        // The session has just ended.
        return null;
      }
    }
    const results = this.results.of(document);
    return results === null ? null : { count: results.uses[line] ?? 0, complete: true };
  }
}
