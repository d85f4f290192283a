/**
 * A router on which tests let packets arrive. Every event runs in both builds of the stack, which must agree;
 * what was decided and what left the machine is kept for the checks at the end.
 */
import assert from 'node:assert/strict';
import * as recording from '#stack/recording';
import * as running from '#stack/running';
import { DecodedFields } from '../../src/replay/packetFields';
import type { Host, Ifnet, Step } from '../../src/stack';
import { ETHER_HDR_LEN } from '../../src/wire/linkHeader';
import { LINKTYPE_ETHERNET } from '../../src/wire/linktype';
import { address, HOST_MAC, mac, NEIGHBOR_MAC, ROUTER_MAC } from './packets';

export type Stack = typeof recording;

/** A packet that left. */
export interface Sent {
  readonly interface: string;
  readonly kind: string;
  readonly frame: number;
  readonly nexthop: Uint8Array | null;
  readonly bytes: Uint8Array;
}

/** What one event led to. */
export interface Outcome {
  readonly verdict: string;
  /** `decision=outcome` that settled the verdict, empty when none did. */
  readonly by: string;
  readonly path: readonly string[];
  readonly sent: readonly Sent[];
  readonly steps: readonly Step[];
  /** What stands after "Dropped: ", with its operands left as they are named. */
  readonly reason: string;
}

/** `decision=outcome` of everything decided in any test of this process. */
export const reached = new Set<string>();
/** Everything that left a machine in any test of this process. */
export const everySent: (Sent & {
  readonly by: string;
  /** The packet that made the machine send, from the network header on; empty when none did. */
  readonly cause: Uint8Array;
})[] = [];

const NOTHING = new Uint8Array(0);

interface Machine {
  readonly stack: Stack;
  readonly host: Host;
  readonly sent: Sent[];
}

function machine(stack: Stack): Machine {
  const sent: Sent[] = [];
  const host = stack.createHost({
    io: {
      fields: new DecodedFields(),
      output(ifp, m, nexthop) {
        const bytes = m.data.slice(m.off, m.off + m.len);
        sent.push({
          interface: ifp.name,
          kind: m.kind,
          frame: m.frame,
          nexthop: nexthop?.slice() ?? null,
          bytes,
        });
      },
    },
  });
  return { stack, host, sent };
}

export class Lab {
  private readonly machines: readonly Machine[] = [machine(running), machine(recording)];
  private frame = 0;
  /** Packets that arrived, by the number of their frame. */
  private readonly arrived = new Map<number, Uint8Array>();

  /** Does something to both machines. */
  each(what: (stack: Stack, host: Host, em: (name: string) => Ifnet) => void): this {
    for (const { stack, host } of this.machines) {
      what(stack, host, name => {
        const ifp = stack.ifunit(host, name);
        if (ifp === null) throw new Error(`no interface ${name}`);
        return ifp;
      });
    }
    return this;
  }

  /** The host of the recording build. */
  get host(): Host {
    return this.machines[1].host;
  }

  get counters(): Record<string, number> {
    return recording.counters(this.host);
  }

  /** A frame arrives. */
  receive(frame: Uint8Array, on = 'em0', linkType = LINKTYPE_ETHERNET): Outcome {
    this.frame++;
    this.arrived.set(this.frame, frame.slice(linkType === LINKTYPE_ETHERNET ? ETHER_HDR_LEN : 0));
    return this.event((stack, host) => {
      const ifp = stack.ifunit(host, on);
      if (ifp === null) throw new Error(`no interface ${on}`);
      // The stack may write to the buffer; bytes around the frame must not matter.
      const buffer = new Uint8Array(frame.length + 14).fill(0xa5);
      buffer.set(frame, 7);
      stack.link_input(host, ifp, linkType, buffer, 7, frame.length, this.frame);
    });
  }

  /** The next timer runs; its handler in `by` when nothing settles. */
  timer(): Outcome {
    return this.event((stack, host) => {
      stack.runTimer(host);
    });
  }

  /** Calls a function of the stack as an event. */
  event(what: (stack: Stack, host: Host) => void): Outcome {
    const [a, b] = this.machines.map(one => run(one, what));
    assert.deepEqual(
      { verdict: a.verdict, by: a.by, path: a.path, sent: a.sent },
      { verdict: b.verdict, by: b.by, path: b.path, sent: b.sent },
      'both builds of the stack do the same',
    );
    for (const { point, outcome } of b.steps) {
      if (point !== null) reached.add(`${point.id}=${recording.outcomeName(outcome)}`);
    }
    const causeOf = (one: Sent) => this.arrived.get(one.frame > 0 ? one.frame : this.frame) ?? NOTHING;
    everySent.push(...b.sent.map(one => ({ ...one, by: b.by, cause: causeOf(one) })));
    return b;
  }
}

function run({ stack, host, sent }: Machine, what: (stack: Stack, host: Host) => void): Outcome {
  host.trace.reset();
  sent.length = 0;
  const recorder = stack === recording ? recording.startRecording(host) : null;
  what(stack, host);
  recorder?.finish(host);
  const { path, length, verdict, settledBy } = host.trace;
  const named = (outcome: number) => `${stack.decisionOfOutcome[outcome].id}=${stack.outcomeName(outcome)}`;
  const point = settledBy < 0 ? null : stack.decisionOfOutcome[settledBy];
  return {
    verdict: stack.verdicts[verdict],
    by: settledBy < 0 ? '' : named(settledBy),
    path: [...path.subarray(0, length)].map(named),
    sent: sent.map(one => ({ ...one })),
    steps: recorder?.steps ?? [],
    reason: point?.words[settledBy - point.first].verdict ?? '',
  };
}

/**
 * A router: em0 2001:db8:1::1/64 and em1 2001:db8:2::1/64, both up, forwarding on. On em0 2001:db8:1::10 and
 * fe80::10 are known neighbours, on em1 2001:db8:2::20.
 */
export function router(): Lab {
  return new Lab().each((stack, host) => {
    const em0 = stack.if_attach(host, { name: 'em0', lladdr: mac(ROUTER_MAC) });
    const em1 = stack.if_attach(host, { name: 'em1', lladdr: mac('02:00:00:00:01:02') });
    stack.in6_ifadd(host, em0, { addr: address('2001:db8:1::1'), prefixlen: 64 });
    stack.in6_ifadd(host, em1, { addr: address('2001:db8:2::1'), prefixlen: 64 });
    stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 1);
    stack.nd6_setentry(host, em0, address('2001:db8:1::10'), mac(HOST_MAC));
    stack.nd6_setentry(host, em0, scoped(stack, em0, 'fe80::10'), mac(HOST_MAC));
    stack.nd6_setentry(host, em1, address('2001:db8:2::20'), mac(NEIGHBOR_MAC));
  });
}

/** A link-local address in the zone of an interface. */
export function scoped(stack: Stack, ifp: Ifnet, text: string): Uint8Array {
  const addr = address(text);
  stack.in6_setscope(addr, 0, ifp);
  return addr;
}
