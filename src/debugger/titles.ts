/** What is said of events and moments in a line, and the `.stack` lines that they came by. */
import { frameLine } from '../replay/describe';
import type { Recorded } from '../replay/recorded';
import type { Origin } from '../stack/trace';
import type { Program } from './launch';
import type { Timeline } from './timeline';

/** One line about an event: its packet, the command that ran, or the timer. */
export function eventTitle({ replay, names, document }: Program, timeline: Timeline, event: number): string {
  const { kind, position } = replay.past(event);
  if (kind === 'command') {
    const origin = cameBy(timeline.recorded(event));
    const { source } = document;
    if (origin === null) return 'Command';
    const from = source.lineStarts[origin.line - 1];
    return source.text.slice(from, source.lineStarts[origin.line] ?? source.text.length).trim();
  }
  if (kind === 'timer') return position < 0 ? 'Timer' : `Timer on account of frame ${position + 1}`;
  const on = names.interfaceAt(position);
  const notReceived = kind === 'passed' ? ', which the machine did not receive' : '';
  return `Frame ${position + 1}${on === null ? '' : ` on ${on}`}${notReceived}: ${frameLine(replay, position)}`;
}

/** The `.stack` line that an event came by: the `replay` line of its capture or the command, else its interface's first. */
export function cameBy({ steps }: Recorded): Origin | null {
  for (const { used } of steps) if (used.length > 0) return used[0];
  return null;
}
