/** Commands of the debug console, beside expressions. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Movement } from './movement';
import type { Reading } from './reading';

type Said = DebugProtocol.EvaluateResponse['body'];

/**
 * What a command answers once it is done; null for what is no command. Throws RequestError where it cannot be
 * served.
 */
export function consoleCommand(text: string, movement: Movement, reading: Reading): Promise<Said> | null {
  const goto = /^\s*goto\s+(\S+)\s*$/.exec(text);
  if (goto !== null) return movement.jumps.toWritten(goto[1]).then(() => said(reading.title()));
  if (text.trim() !== 'why') return null;
  movement.refuseWhileRunning();
  return Promise.resolve(said(reading.why()));
}

function said(result: string): Said {
  return { result, variablesReference: 0 };
}
