/** Runs mld6 cases: builds the host, does what each operation says, and reads trace, groups and counters. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { In6Multi, In6MultiMship } from '../../../src/stack/inet6/in6Var';
import type { Ifnet } from '../../../src/stack/net/if';
import { equalBytes } from '../../../src/wire/bytes';
import type { Json } from '../compare';
import { type Noted, runEvent } from '../event';
import { bits, bytesOf, mbufFlags } from '../words';
import type { Given, VectorFaults, VectorOp } from './case';
import { addressBits, buildHost, flagsOf, newAddress, onLink, setScopes } from './host';
import { type Asked, abstractSurroundings, noted, unscoped } from './surroundings';

const states: Readonly<Record<number, string>> = {
  [stack.MLD_OTHERLISTENER]: 'otherListener',
  [stack.MLD_IREPORTEDLAST]: 'iReportedLast',
  [stack.MLD_REPORTPENDING]: 'reportPending',
};

/** What the case leads to, in the form of its `expect`. */
export function runMld6(given: Given, reached: Set<string>): Json {
  return new Mld6Case(given, reached).run();
}

class Mld6Case {
  private readonly host: Host;
  private readonly drivers = new Map<string, string>();
  private readonly handles = new Map<string, In6MultiMship>();
  private asked: Asked = noted();

  constructor(
    private readonly given: Given,
    private readonly reached: Set<string>,
  ) {
    for (const { name, driver } of given.interfaces) if (driver !== undefined) this.drivers.set(name, driver);
    this.host = buildHost(
      given,
      abstractSurroundings(given, () => this.asked, this.drivers),
    );
  }

  run(): Json {
    const ops: Json[] = [];
    let groups = '[]';
    for (const op of this.given.ops) {
      this.asked = noted();
      applyFaults(this.host, op.faults);
      let answer: Noted = {};
      const event = runEvent(this.host, this.reached, () => {
        answer = this.perform(op);
      });
      stack.fault_clear(this.host);
      const { console: _, ...seen } = event;
      const now = this.groups();
      const changed = event.panic === undefined && JSON.stringify(now) !== groups;
      groups = JSON.stringify(now);
      ops.push({ ...answer, ...seen, ...this.requests(), ...(changed ? { groups: now } : {}) });
      if (event.panic !== undefined) break;
    }
    return { ops, counters: this.counters() };
  }

  private requests(): Noted {
    const { sent, filter, randomUsed } = this.asked;
    return {
      ...(sent.length === 0 ? {} : { sent }),
      ...(filter.length === 0 ? {} : { filter }),
      ...(randomUsed === 0 ? {} : { randomUsed }),
    };
  }

  private perform(op: VectorOp): Noted {
    const { host } = this;
    switch (op.op) {
      case 'join':
        return this.join(op);
      case 'leave':
        return this.leave(op.handle);
      case 'addmulti': {
        const ifp = this.interface(op.ifp);
        return done(stack.in6_addmulti(host, onLink(ifp, op.group), ifp, op.timer ?? 0));
      }
      case 'delmulti': {
        const ifp = this.interface(op.ifp);
        const in6m = stack.in6_lookup_multi(ifp, onLink(ifp, op.group), 0);
        if (in6m === null) return { ok: false };
        stack.in6_delmulti(host, in6m);
        return { ok: true };
      }
      case 'input':
        return this.input(op);
      case 'advance':
        return { fired: this.advance(op.ms * 1e6, op.timersHeld === true) };
      case 'mrouter':
        host.ip6_mrouter = op.on;
        return { ok: true };
      case 'if-set':
        return this.changeInterface(op);
      case 'kludge-create':
        stack.in6_createmkludge(host, this.interface(op.ifp));
        return { ok: true };
      case 'kludge-purge':
        stack.in6_purgemkludge(host, this.interface(op.ifp));
        return { ok: true };
      default:
        return this.changeAddress(op);
    }
  }

  private join(op: VectorOp & { op: 'join' }): Noted {
    const ifp = this.interface(op.ifp);
    const joined = stack.in6_joingroup(this.host, ifp, onLink(ifp, op.group), op.timer ?? 0);
    if (typeof joined !== 'number') {
      this.handles.set(op.handle, joined);
      if (op.member !== undefined) this.addressOf(ifp, op.member)?.ia6_memberships.unshift(joined);
    }
    return done(joined);
  }

  private leave(handle: string): Noted {
    const joined = this.handles.get(handle);
    if (joined === undefined) return { ok: false };
    this.handles.delete(handle);
    for (const ia of this.host.interfaces.flatMap(ifp => ifp.addresses)) {
      ia.ia6_memberships = ia.ia6_memberships.filter(imm => imm !== joined);
    }
    stack.in6_leavegroup(this.host, joined);
    return { ok: true };
  }

  private input(op: VectorOp & { op: 'input' }): Noted {
    const bytes = bytesOf(op);
    const m = stack.m_get(this.host, bytes, 0, bytes.length);
    m.rcvif = this.interface(op.ifp);
    m.flags = bits(op.mbufFlags ?? [], mbufFlags);
    m.firstLen = op.firstMbuf ?? bytes.length;
    stack.in6_setscope(bytes, 8, m.rcvif);
    stack.in6_setscope(bytes, 24, m.rcvif);
    stack.mld_input(this.host, m, op.off);
    return { ok: true };
  }

  /** Moves the clock; timers that are due run unless they are held. Their number. */
  private advance(ns: number, held: boolean): number {
    const { host } = this;
    const end = host.now + ns;
    let fired = 0;
    while (!held && stack.nextTimer(host) <= end) {
      // A timer that was held runs at the time at which it was due.
      host.now = stack.nextTimer(host);
      stack.runTimer(host);
      fired++;
    }
    host.now = end;
    return fired;
  }

  private changeInterface(op: VectorOp & { op: 'if-set' }): Noted {
    const ifp = this.interface(op.ifp);
    if (op.flags !== undefined) ifp.flags = flagsOf(op.flags);
    if (op.driver !== undefined) this.drivers.set(ifp.name, op.driver);
    if (op.inet6 !== undefined) setScopes(ifp, op.inet6);
    return { ok: true };
  }

  private changeAddress(
    op: VectorOp & { op: 'addr-add' | 'addr-del' | 'addr-flags' | 'kludge-restore' | 'save-attached' },
  ): Noted {
    const { host } = this;
    const ifp = this.interface(op.ifp);
    const ia = op.op === 'addr-add' ? newAddress(host, ifp, op.addr, op.flags) : this.addressOf(ifp, op.addr);
    if (ia === null) return { ok: false };
    switch (op.op) {
      case 'addr-add':
        if (op.front === true) ifp.addresses.unshift(ia);
        else ifp.addresses.push(ia);
        if (op.restore === true) stack.in6_restoremkludge(host, ia, ifp);
        break;
      case 'addr-del':
        ifp.addresses.splice(ifp.addresses.indexOf(ia), 1);
        stack.in6_savemkludge(host, ia, ifp);
        break;
      case 'addr-flags':
        ia.flags = addressBits(op.flags);
        break;
      case 'kludge-restore':
        stack.in6_restoremkludge(host, ia, ifp);
        break;
      case 'save-attached':
        stack.in6_savemkludge(host, ia, ifp);
    }
    return { ok: true };
  }

  private interface(name: string): Ifnet {
    const ifp = stack.ifunit(this.host, name);
    if (ifp === null) throw new RangeError(`unknown interface ${name}`);
    return ifp;
  }

  private addressOf(ifp: Ifnet, text: string) {
    const addr = onLink(ifp, text);
    return ifp.addresses.find(ia => equalBytes(ia.addr, 0, addr, 0, 16)) ?? null;
  }

  /** All records: by interface and address, newest first, then the saved ones. */
  private groups(): Json[] {
    const { interfaces, in6_mk } = this.host;
    return [
      ...interfaces.flatMap(ifp =>
        ifp.addresses.flatMap(ia => ia.ia6_multiaddrs.map(in6m => group(in6m, unscoped(ia.addr, 0)))),
      ),
      ...in6_mk.flatMap(({ mk_head }) => mk_head.map(in6m => group(in6m, 'saved'))),
    ];
  }

  /** The counters by the names of the vectors. */
  private counters(): Json {
    return Object.fromEntries(
      Object.entries(stack.counters(this.host)).map(([name, value]) => [name.replace('icp6s_', ''), value]),
    );
  }
}

function done(answer: number | object): Noted {
  return typeof answer === 'number' ? { ok: false, error: stack.errnoName(answer) } : { ok: true };
}

function group(in6m: In6Multi, on: string): Json {
  const { in6m_timer_ch: timer } = in6m;
  return {
    ifp: in6m.in6m_ifp.name,
    group: unscoped(in6m.in6m_addr, 0),
    refs: in6m.in6m_refcount,
    state: states[in6m.in6m_state],
    timer: in6m.in6m_timer,
    ...(timer === null ? {} : { due: Math.floor(timer.due / 1e6) }),
    on,
  };
}

/** Only the n-th allocation of an operation fails. */
function applyFaults(host: Host, faults: VectorFaults = {}): void {
  const ENOBUFS = stack.ENOBUFS;
  if (faults.malloc !== undefined) {
    stack.fault_add(host, { function: 'malloc', errno: ENOBUFS, after: faults.malloc, times: 1 });
  }
  if (faults.mbuf !== undefined) {
    stack.fault_add(host, { function: 'm_get', errno: ENOBUFS, after: faults.mbuf, times: 1 });
  }
}
