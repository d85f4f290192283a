/** What a real router did with the frames of the Linux captures, and whether a replay did the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as running from '#stack/running';
import { frameVerdict, icmp6Type, type Output, type Replay, upperLayer } from '../../src/replay';
import { get32 } from '../../src/wire/bytes';
import { linux } from './lab';

/** One row of oracle.json: what the real r1 did with a frame that reached it. */
export interface OracleRow {
  readonly side: 'lan' | 'wan';
  readonly frame: number;
  readonly verdict:
    | 'forwarded'
    | 'forwarded-same-link'
    | 'error'
    | 'not-forwarded'
    | 'multicast-or-other-mac';
  readonly icmp6: readonly [number, number, number] | null;
}

/** What the model did with a frame, at once and later. */
export interface Did {
  readonly verdict: string;
  readonly outputs: readonly Output[];
}

export const oracle: Record<string, OracleRow[]> = JSON.parse(
  readFileSync(join(linux, 'oracle.json'), 'utf8'),
);

/**
 * Runs a replay to its end; what became of the frame at each position, undefined for one that did not arrive.
 */
export function runToEnd(replay: Replay): (Did | undefined)[] {
  const sent = new Map<number, Output[]>();
  replay.collecting = true;
  replay.onEvent = event => {
    for (const output of event.outputs) {
      const position = output.frame > 0 ? output.frame - 1 : event.position;
      sent.set(position, [...(sent.get(position) ?? []), output]);
    }
  };
  replay.run();
  return Array.from(replay.pathOf, (path, position) =>
    path === 0
      ? undefined
      : { verdict: running.verdicts[frameVerdict(replay, path)], outputs: sent.get(position) ?? [] },
  );
}

/** Type, code and parameter of the ICMPv6 error or redirect among the outputs, null when there is none. */
export function icmp6Of(outputs: readonly Output[]): [number, number, number] | null {
  const answer = outputs.find(output => output.kind === 'icmp6-error' || output.kind === 'redirect');
  if (answer === undefined) return null;
  const at = upperLayer(answer.bytes).offset;
  return [icmp6Type(answer.bytes), answer.bytes[at + 1], get32(answer.bytes, at + 4)];
}

/** Whether the model did what the real router did, as the README of the captures says to compare. */
export function agrees(row: OracleRow, did: Did): boolean {
  const leaves = did.outputs.some(output => output.kind === 'forwarded');
  switch (row.verdict) {
    case 'forwarded':
    case 'forwarded-same-link': {
      if (!leaves || !['forwarded', 'queued'].includes(did.verdict)) return false;
      const redirected = icmp6Of(did.outputs)?.[0] === 137;
      return redirected === (row.verdict === 'forwarded-same-link');
    }
    case 'error':
      return (
        ['dropped', 'queued'].includes(did.verdict) && !leaves && sameError(row.icmp6, icmp6Of(did.outputs))
      );
    case 'not-forwarded':
      if (leaves) return false;
      return did.verdict === 'dropped'
        ? did.outputs.length === 0
        : ['delivered', 'consumed'].includes(did.verdict);
    case 'multicast-or-other-mac':
      return true;
  }
}

function sameError(a: readonly number[] | null, b: readonly number[] | null): boolean {
  return a !== null && b !== null && a.length === b.length && a.every((value, i) => value === b[i]);
}
