/** What the lines of a `.stack` file did in a replay: uses, and what came of `expect` lines. */
import { lineCounts } from '../../debugger/statistics';
import { Expectations } from '../../replay/expect';
import type { Host } from '../../stack/host';
import type { LineResults } from '../protocol/worker';
import type { MachineRun } from './machineRun';

export class LineOutcomes {
  private readonly expectations: Expectations;

  /** Looks on from the beginning of a run. */
  constructor(private readonly run: MachineRun) {
    const { replay, captures, expectations } = run.program;
    this.expectations = new Expectations(expectations, replay, captures);
    if (!this.expectations.needsOutputs) return;
    replay.collecting = true;
    replay.onEvent = event => this.expectations.note(event);
  }

  /** Results so far; expectations are judged when all has run. */
  results(): LineResults {
    const { run } = this;
    const { replay, expectations } = run.program;
    const uses = lineCounts(replay);
    const failed = run.done ? this.expectations.failures() : [];
    const judged = run.done ? expectations : [];
    return {
      uses,
      rules: Object.fromEntries(ruleCounts(replay.hosts)),
      expectations: Object.fromEntries(
        judged.map(command => {
          const failure = failed.find(one => one.command === command);
          return [command.origin.line, { held: failure === undefined, message: failure?.message ?? '' }];
        }),
      ),
    };
  }
}

function ruleCounts(hosts: readonly Host[]): [line: number, LineResults['rules'][number]][] {
  return hosts.flatMap(({ ipfw }) =>
    ipfw.flatMap(({ origin, packets, bytes }): [number, LineResults['rules'][number]][] =>
      origin === null ? [] : [[origin.line, { packets, bytes }]],
    ),
  );
}
