/** What is said of events and moments in a line, and the `.stack` lines that they came by. */
import type { StackDocument } from '../config';
import type { Range } from '../config/text';
import { frameLine, packetLine, packetOf } from '../replay/describe';
import { programLine, programName } from '../replay/program';
import type { Recorded } from '../replay/recorded';
import { withoutKeys } from '../replay/withoutKeys';
import type { Origin } from '../stack/trace';
import type { Program } from './launch';
import type { Timeline } from './timeline';

/** One line about an event: its packet, the command that ran, or the timer. */
export function eventTitle({ replay, names, document }: Program, timeline: Timeline, event: number): string {
  const { kind, position, number } = replay.past(event);
  const { hosts } = replay.script;
  const host = hosts === null ? '' : ` of ${hosts[number]}`;
  if (kind === 'command') return commandTitle(document, host, cameBy(timeline.recorded(event)));
  if (kind === 'timer') {
    const recorded = timeline.recorded(event);
    const program = programName(recorded);
    const packet = position < 0 ? 'a packet' : `frame ${position + 1}`;
    if (program !== null)
      return `Divert ${program}${host}, which has ${packet}${lineText(document, recorded)}`;
    const about = position < 0 ? '' : `, on account of ${packet}`;
    return `Timer${host}: ${recorded.steps[0]?.function ?? 'nothing to do'}${about}`;
  }
  const { came } = kind === 'link' ? timeline.recorded(event) : { came: null };
  if (came !== null) {
    const from = position < 0 ? '' : `, from frame ${position + 1}`;
    return `Packet on ${came.interface}${from}: ${packetLine(packetOf(came))}`;
  }
  const on = names.interfaceAt(position);
  const notReceived = kind === 'passed' ? ', which the machine did not receive' : '';
  return `Frame ${position + 1}${on === null ? '' : ` on ${on}`}${notReceived}: ${frameLine(replay, position)}`;
}

/** `: divert 8668 pass`, the line that a program follows. */
function lineText({ commands, source }: StackDocument, { steps }: Recorded): string {
  const line = programLine(steps, 0)?.line;
  const command = commands.find(one => one.kind === 'divert' && one.origin.line === line);
  return command === undefined ? '' : `: ${source.text.slice(command.from, command.to).trim()}`;
}

/** `Command of r2 at 5s: ifconfig em1 down`. */
function commandTitle({ commands, source }: StackDocument, host: string, origin: Origin | null): string {
  const line = commands.find(one => one.kind === 'at' && one.origin.line === origin?.line);
  if (line?.kind !== 'at') return `Command${host}`;
  const text = ({ from, to }: Range) => source.text.slice(from, to).trim();
  return `Command${host} at ${text(line.time)}: ${withoutKeys(text(line.command))}`;
}

/**
 * The line on which the `.stack` file begins to describe a host, by its number: its block, or the first line.
 */
export function describedAt({ document: { hosts, source } }: Program, number: number): number {
  return number < hosts.length ? source.position(hosts[number].head.from).line : 1;
}

/**
 * The `.stack` line that an event came by: the `replay` line of its capture or the command, else its
 * interface's first.
 */
export function cameBy({ steps }: Recorded): Origin | null {
  for (const { used } of steps) if (used.length > 0) return used[0];
  return null;
}
