/** Checks of `capture` lines. */

import { outputNameProblem } from '../fileName';
import { interfaceKind } from '../interfaceKind';
import type { CaptureCommand, CaptureType } from '../nodes';
import { unitOf } from '../unit';
import type { Checker } from './checker';

/** Captures of a file: each may have a file of its own open. */
const CAPTURES_MAX = 64;

export function checkCapture(checker: Checker, command: CaptureCommand): void {
  const { report } = checker;
  if (command.action === 'start') {
    if (++checker.captureLines > CAPTURES_MAX) {
      report.error(
        'out-of-range',
        command,
        'This is one capture line too many.',
        `${CAPTURES_MAX} capture lines at most`,
      );
      return;
    }
    const problem = outputNameProblem(command.file.value);
    if (problem !== null) report.error('bad-capture-name', command.file, problem.message, problem.expected);
  }
  if (!checker.known(command.interface)) return;
  const { value } = command.interface;
  const types = typesOf(value);
  if (types.length === 0) {
    report.error(
      'not-simulated',
      command.interface,
      `${value} cannot be captured on.`,
      'a tap such as iptap0, an Ethernet, a point-to-point or a loopback interface',
    );
    return;
  }
  if (command.action === 'stop' || types.includes(command.type.value)) return;
  report.error(
    'bad-value',
    command.type,
    `${value} does not give ${command.type.value}.`,
    types.map(type => `\`${type}\``).join(' or '),
  );
}

/** What can be captured on an interface, by the letters of its name. */
function typesOf(name: string): readonly CaptureType[] {
  if (unitOf('iptap', name) !== null) return ['raw', 'pktap'];
  if (unitOf('etherip', name) !== null) return ['en10mb'];
  const kind = interfaceKind(name);
  if (kind === 'ethernet') return ['en10mb'];
  if (kind === 'loopback') return ['null', 'loop'];
  return kind === 'point-to-point' ? ['raw', 'null', 'loop'] : [];
}
