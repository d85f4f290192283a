/**
 * Machines with bridges for tests: they are described in lines of a `.stack` file, and run in both builds of
 * the stack, which must agree.
 */
import assert from 'node:assert/strict';
import * as recording from '#stack/recording';
import * as running from '#stack/running';
import { applyCommand, checkStack, isMachineCommand, parseStack, problemLine } from '../../src/config/index';
import type { Host } from '../../src/stack';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { ethernet, join } from './packets';
import { arp } from './packets4';

/** A frame that left: the interface, what it was, its link header and what stands behind. */
export interface Left {
  readonly on: string;
  readonly kind: string;
  readonly link: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface Happened {
  readonly path: readonly string[];
  readonly verdict: string;
  readonly left: readonly Left[];
}

/** The problems of a text that are errors, as printed. */
export function errorsOf(lines: readonly string[]): string[] {
  const document = parseStack(lines.join('\n'), 'lab.stack');
  return [...document.problems, ...checkStack(document)]
    .filter(one => one.severity === 'error')
    .map(problem => problemLine(document.source, problem));
}

export class BridgeLab {
  private readonly machines: { stack: typeof recording; host: Host; left: Left[] }[];
  private frame = 0;

  constructor(lines: readonly string[]) {
    assert.deepEqual(errorsOf(lines), []);
    this.machines = [running, recording].map(stack => {
      const left: Left[] = [];
      const host = stack.createHost({
        io: {
          output: (ifp, m) =>
            left.push({
              on: ifp.name,
              kind: m.kind,
              link: stack.m_linkHeader(m).slice(),
              bytes: stack.m_bytes(m),
            }),
        },
      });
      return { stack, host, left };
    });
    for (const line of lines) assert.equal(this.command(line).refusal, null);
    for (const { host } of this.machines) host.settled = true;
  }

  /** The host of the recording build. */
  get host(): Host {
    return this.machines[1].host;
  }

  get counters(): Record<string, number> {
    return recording.counters(this.host);
  }

  /** The address table as `station member`, in the order of the addresses. */
  get stations(): string[] {
    const [sc] = recording.bridgesOf(this.host);
    return sc.sc_rtlist
      .map(
        ({ brt_addr, brt_ifp }) =>
          `${[...brt_addr].map(byte => byte.toString(16)).join(':')} ${brt_ifp.name}`,
      )
      .sort();
  }

  /** Gives the machine a line. */
  command(line: string): Happened & { readonly refusal: string | null } {
    let refusal: string | null = null;
    const happened = this.event((stack, host) => {
      for (const command of parseStack(line, 'lab.stack').commands)
        if (isMachineCommand(command)) refusal = applyCommand(stack, host, command);
      stack.swi_net(host);
    });
    return { ...happened, refusal };
  }

  receive(on: string, frame: Uint8Array, linkType = LINKTYPE_ETHERNET): Happened {
    this.frame++;
    return this.event((stack, host) => {
      const ifp = stack.ifunit(host, on);
      assert.ok(ifp);
      stack.link_input(host, ifp, linkType, frame.slice(), 0, frame.length, this.frame);
    });
  }

  /** The next timer runs. */
  timer(): Happened {
    return this.event((stack, host) => void stack.runTimer(host));
  }

  /** So many seconds go by without anything happening. */
  wait(seconds: number): void {
    for (const { host } of this.machines) host.now += seconds * 1e9;
  }

  private event(what: (stack: typeof recording, host: Host) => void): Happened {
    const [a, b] = this.machines.map(({ stack, host, left }) => {
      host.trace.reset();
      left.length = 0;
      const recorder = stack === recording ? recording.startRecording(host) : null;
      what(stack, host);
      recorder?.finish(host);
      const path = [...host.trace.path.subarray(0, host.trace.length)].map(
        outcome => `${stack.decisionOfOutcome[outcome].id}=${stack.outcomeName(outcome)}`,
      );
      return { path, verdict: stack.verdicts[host.trace.verdict], left: left.slice() };
    });
    assert.deepEqual(a, b, 'both builds of the stack do the same');
    return b;
  }
}

/** The link address of a station by its number, which is the last byte. */
export const station = (number: number): string => `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`;

/** A frame between two stations by their numbers, or link addresses. */
export function frameOf(
  dst: string | number,
  src: string | number,
  type: number,
  payload: Uint8Array | readonly number[],
): Uint8Array {
  const named = (name: string | number) => (typeof name === 'number' ? station(name) : name);
  return ethernet(payload, { dst: named(dst), src: named(src), type });
}

/** A station asks everyone for the link address of `tpa`. */
export function arpRequest(from: number, spa: string, tpa: string): Uint8Array {
  return frameOf('ff:ff:ff:ff:ff:ff', from, 0x0806, arp(1, spa, tpa, station(from)));
}

/** A frame that left, whole. */
export const whole = ({ link, bytes }: Left): Uint8Array => join(link, bytes);
/** What left, as `interface kind`. */
export const ways = ({ left }: Happened): string[] => left.map(({ on, kind }) => `${on} ${kind}`);
