/** Runs one packet or operation of a case and reads what the recorder noted, in the words of `expect`. */
import * as stack from '#stack/recording';
import type { Host } from '../../src/stack/host';
import type { Step } from '../../src/stack/recorder';
import type { Json } from './compare';

/**
 * What one event led to: `panic`, `path`, `leaks`, `policyRefsLeaked`, and the line numbers of `log` and
 * `console`.
 */
export type Noted = { [key: string]: Json };

/** Runs an event in the recording build. `reached` collects `decision=outcome` of all decisions taken. */
export function runEvent(host: Host, reached: Set<string>, event: () => void): Noted {
  host.trace.reset();
  const recorder = stack.startRecording(host);
  const panic = panicOf(event);
  recorder.finish(host);
  for (const { point, outcome } of recorder.steps) {
    if (point !== null) reached.add(`${point.id}=${stack.outcomeName(outcome)}`);
  }
  return { ...(panic === null ? {} : { panic }), ...read(recorder.steps) };
}

/** Why the machine stopped, null when it did not. */
function panicOf(event: () => void): string | null {
  try {
    event();
    return null;
  } catch (error) {
    if (error instanceof stack.Panic) return error.reason;
    throw error;
  }
}

function read(steps: readonly Step[]): Noted {
  const path = steps.flatMap(step => step.branches).join(' ');
  const lines = (to: string) =>
    steps.flatMap(step => step.logs.filter(logged => logged.to === to)).map(l => l.line);
  const lost = steps.flatMap(step => step.leaks);
  const leaks = lost.filter(what => what !== 'policy');
  const policyRefsLeaked = lost.length - leaks.length;
  return {
    ...(path === '' ? {} : { path }),
    ...(lines('log').length === 0 ? {} : { log: lines('log') }),
    ...(lines('console').length === 0 ? {} : { console: lines('console') }),
    ...(leaks.length === 0 ? {} : { leaks }),
    ...(policyRefsLeaked === 0 ? {} : { policyRefsLeaked }),
  };
}
