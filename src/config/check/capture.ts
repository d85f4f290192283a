/** Checks of `capture` lines. */

import { outputNameProblem } from '../fileName';
import type { CaptureCommand } from '../nodes';
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
  if (unitOf('iptap', command.interface.value) === null) {
    report.error(
      'not-simulated',
      command.interface,
      `${command.interface.value} is no tap, and only taps can be captured on.`,
      'a tap such as iptap0',
    );
  }
}
