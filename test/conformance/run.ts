/** Runs the cases of one vector file and compares every key. */
import type { Given } from '../../src/replay/vector/case';
import { differences, type Json } from './compare';
import type { EtheripGiven } from './etherip/case';
import { runEtherip } from './etherip/run';
import { runIp6Forward } from './ip6Forward/run';
import type { IpDivertGiven } from './ipDivert/case';
import { runIpDivert } from './ipDivert/run';
import type { IptapGiven } from './iptap/case';
import { runIptap } from './iptap/run';
import type { Given as Mld6Given } from './mld6/case';
import { runMld6 } from './mld6/run';

export interface VectorCase {
  readonly id: string;
  readonly why: string;
  readonly given: Json;
  readonly expect: Json;
}

/**
 * What a case leads to, in the form of its `expect`; `reached` collects `decision=outcome` of all decisions
 * taken.
 */
type CaseRunner = (given: Json, reached: Set<string>) => Json;

const runners: Readonly<Record<string, CaseRunner>> = {
  etherip: (given, reached) => runEtherip(given as unknown as EtheripGiven, reached),
  iptap: (given, reached) => runIptap(given as unknown as IptapGiven, reached),
  ip6_forward: (given, reached) => runIp6Forward(given as unknown as Given, reached),
  ip_divert: (given, reached) => runIpDivert(given as unknown as IpDivertGiven, reached),
  mld6: (given, reached) => runMld6(given as unknown as Mld6Given, reached),
};

export interface FileResult {
  readonly passed: number;
  /** One paragraph for each case that differs. */
  readonly failures: readonly string[];
  /** Decisions and outcomes that the cases reached. */
  readonly reached: ReadonlySet<string>;
}

/**
 * Runs all cases of a component; all of them fail, with one sentence, when the component is not built yet.
 */
export function runFile(component: string, cases: readonly VectorCase[]): FileResult {
  const runner = runners[component];
  const reached = new Set<string>();
  if (runner === undefined) {
    return {
      passed: 0,
      failures: [`${component} is not built yet, so none of its cases can be run.`],
      reached,
    };
  }
  const failures: string[] = [];
  for (const vector of cases) {
    const found = differencesOf(vector, runner, reached);
    if (found.length > 0) failures.push(`${vector.id} (${vector.why}):\n  ${found.join('\n  ')}`);
  }
  return { passed: cases.length - failures.length, failures, reached };
}

function differencesOf(vector: VectorCase, runner: CaseRunner, reached: Set<string>): string[] {
  try {
    return differences(vector.expect, runner(vector.given, reached));
  } catch (error) {
    return [`the engine failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
