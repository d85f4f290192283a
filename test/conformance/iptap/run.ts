/** Runs the cases of iptap: each operation on the host, and what it led to in the words of `expect`. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { Ifnet } from '../../../src/stack/net/if';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import { toHex } from '../../../src/wire/bytes';
import type { Json } from '../compare';
import { runEvent } from '../event';
import { bytesOf } from '../words';
import type { IoctlOperation, IptapGiven, ListenOperation, Operation, PacketOperation } from './case';
import { showPktap } from './record';

const dlts: Readonly<Record<ListenOperation['dlt'], number>> = {
  RAW: stack.DLT_RAW,
  PKTAP: stack.DLT_PKTAP,
  EN10MB: stack.DLT_EN10MB,
  NULL: stack.DLT_NULL,
};
const cmds: Readonly<Record<IoctlOperation['cmd'], number>> = {
  TAP_COUNT: stack.PKTP_CMD_TAP_COUNT,
  FILTER_GET: stack.PKTP_CMD_FILTER_GET,
  UNKNOWN: 99,
};
/** SO_TC_* of the service classes. */
const services: Readonly<Record<string, number>> = {
  UNSPEC: 0,
  BK_SYS: 100,
  BK: 200,
  BE: 0,
  RD: 300,
  OAM: 400,
  AV: 500,
  RV: 600,
  VI: 700,
  VO: 800,
  CTL: 900,
};
/** The faults of the vectors: the function that fails and its error. */
const faults: Readonly<Record<string, { fn: string; errno: number }>> = {
  cloneAttach: { fn: 'if_clone_attach', errno: stack.EEXIST },
  malloc: { fn: '_MALLOC', errno: stack.ENOMEM },
  allocate: { fn: 'ifnet_allocate', errno: stack.ENOMEM },
  attach: { fn: 'ifnet_attach', errno: stack.EEXIST },
  filter4: { fn: 'ipf_addv4', errno: stack.ENOMEM },
  filter6: { fn: 'ipf_addv6', errno: stack.ENOMEM },
  remove4: { fn: 'ipf_remove', errno: stack.ENOENT },
  remove6: { fn: 'ipf_remove', errno: stack.ENOENT },
  copyout: { fn: 'copyout', errno: stack.EFAULT },
};

/** A machine of the vectors: what its listeners are and what they have been shown, beside the host. */
class Machine {
  readonly host: Host;
  records: Json[] = [];
  packet: PacketOperation | null = null;
  private readonly taps = new Map<number, Ifnet>();
  /** Captures under way, in the order in which they began. */
  private listeners: { readonly unit: number; readonly dlt: number }[] = [];

  constructor(given: IptapGiven) {
    this.host = stack.createHost({
      io: { output() {} },
      surroundings: {
        ...stack.kernel,
        bpf_tap: (_, ifp, dlt, header, m, outgoing) => this.record(ifp, dlt, header, m, outgoing),
        pktap_fill_proc_info: () => this.packet?.process ?? null,
        so_svc2tc: () => services[this.packet?.service ?? 'UNSPEC'],
      },
    });
    for (const { name, type, unit } of given.interfaces) {
      Object.assign(stack.if_attach(this.host, { name }), { type, unit });
    }
    this.host.iptap.log = given.log ? 1 : 0;
  }

  private record(ifp: Ifnet, dlt: number, header: Uint8Array | null, m: Mbuf, outgoing: boolean): void {
    this.records.push({
      tap: ifp.name,
      dlt: dlt === stack.DLT_RAW ? 'RAW' : 'PKTAP',
      direction: outgoing ? 'out' : 'in',
      ...(header === null ? {} : { pktap: showPktap(header, this.packet?.process) }),
      hex: toHex(m.data, m.off, m.off + m.len),
    });
  }

  run(operation: Operation): { [key: string]: Json } {
    this.records = [];
    this.packet = null;
    stack.fault_clear(this.host);
    for (const name of Object.keys('faults' in operation ? (operation.faults ?? {}) : {})) this.fail(name);
    switch (operation.op) {
      case 'init':
        stack.iptap_init(this.host);
        return { ret: '0' };
      case 'create':
        return this.create(operation.unit);
      case 'destroy':
        return this.destroy(operation.unit, operation.faults?.listenersLast === true);
      case 'listen':
        return this.listen(operation);
      case 'ioctl':
        return this.ioctl(operation);
      case 'interface-output':
        return { ret: errnoName(stack.iptap_if_output(this.host, this.mbuf(operation.hex ?? '', 0))) };
      case 'protocol-hooks':
        return {
          ret: errnoName(stack.iptap_demux(this.host)),
          add: errnoName(stack.iptap_add_proto(this.host)),
          del: errnoName(stack.iptap_del_proto()),
        };
      default:
        return this.pass(operation);
    }
  }

  /**
   * Makes the function of a fault fail once. A filter is removed only while it is registered, IPv4's first.
   */
  private fail(name: string): void {
    const fault = faults[name];
    const removedFirst = this.host.iptap.ipf4 === null ? 0 : 1;
    if (fault === undefined || (name === 'remove4' && removedFirst === 0)) return;
    const after = name === 'remove6' ? removedFirst : 0;
    stack.fault_add(this.host, { function: fault.fn, errno: fault.errno, after, times: 1 });
  }

  private create(unit: number): { [key: string]: Json } {
    const error = stack.iptap_clone_create(this.host, unit);
    if (error !== 0) return { ret: errnoName(error) };
    const { ifp } = stack.iptapUnit(this.host, unit) as stack.IptapSoftc;
    this.taps.set(unit, ifp);
    const types = this.host.bpf.filter(type => type.ifp === ifp);
    return {
      ret: '0',
      bpfTypes: types.map(({ dlt, hdrlen }) => ({
        dlt: dlt === stack.DLT_RAW ? 'RAW' : 'PKTAP',
        headerLen: hdrlen,
      })),
      up: (ifp.flags & stack.IFF_UP) !== 0,
    };
  }

  /** The interface of a unit, also once it is torn down. */
  private tap(unit: number): Ifnet {
    const ifp = this.taps.get(unit);
    if (ifp === undefined) throw new RangeError(`unknown unit ${unit}`);
    return ifp;
  }

  private destroy(unit: number, listenersLast: boolean): { [key: string]: Json } {
    const ifp = this.tap(unit);
    const told = this.listeners.filter(one => one.unit === unit);
    this.listeners = this.listeners.filter(one => one.unit !== unit);
    const tell = () => {
      for (const { dlt } of told) stack.iptap_tap_callback(this.host, ifp, dlt, false);
    };
    if (!listenersLast) tell();
    const error = stack.iptap_clone_destroy(this.host, ifp);
    if (listenersLast) tell();
    return { ret: errnoName(error) };
  }

  private listen({ unit, dlt, direction }: ListenOperation): { [key: string]: Json } {
    const listener = { unit, dlt: dlts[dlt] };
    const on = direction !== 'none';
    const known = this.listeners.findIndex(one => one.unit === unit && one.dlt === listener.dlt);
    if (on) this.listeners.push(listener);
    else if (known >= 0) this.listeners.splice(known, 1);
    stack.iptap_tap_callback(this.host, this.tap(unit), listener.dlt, on);
    return { ret: '0' };
  }

  private ioctl({ unit, request, cmd, len = 4, root = true }: IoctlOperation): { [key: string]: Json } {
    const asked = { request, cmd: cmds[cmd], len, root };
    const { error, count } = stack.iptap_ioctl(this.host, this.tap(unit), asked);
    return { ret: errnoName(error), ...(count === undefined ? {} : { count }) };
  }

  private mbuf(hex: string, zeros: number): Mbuf {
    const bytes = bytesOf({ hex, zeros });
    return stack.m_get(this.host, bytes, 0, bytes.length);
  }

  private pass(operation: PacketOperation): { [key: string]: Json } {
    this.packet = operation;
    const m = this.mbuf(operation.hex, operation.zeros ?? 0);
    m.rcvif = this.host.interfaces.find(ifp => ifp.name === operation.rcvif) ?? null;
    const family = operation.af === 'inet' ? 'ipv4' : 'ipv6';
    const incoming = operation.op === 'packet-in';
    if (operation.faults?.badCookie) {
      const call = incoming ? stack.iptap_ipf_input : stack.iptap_ipf_output;
      call(this.host, null, m);
      return { ret: '0', filterCalls: 1 };
    }
    if (incoming) {
      stack.ipf_input(this.host, family, m);
    } else {
      stack.ipf_output(this.host, family, m);
    }
    return { ret: '0', filterCalls: this.host.ipfilters[family].length };
  }

  state(): Json {
    const { ipfilters, iptap } = this.host;
    return {
      total: iptap.totalTapCount,
      filters: { v4: ipfilters.ipv4.length, v6: ipfilters.ipv6.length },
      taps: iptap.taps.map(({ unit, rawCount, pktapCount }) => ({ unit, raw: rawCount, pktap: pktapCount })),
    };
  }
}

/** The name of an error on Darwin. */
function errnoName(error: number): string {
  return error === stack.ENOTSUP ? 'ENOTSUP' : stack.errnoName(error);
}

/** What the case leads to, in the form of its `expect`. */
export function runIptap(given: IptapGiven, reached: Set<string>): Json {
  const machine = new Machine(given);
  const ops: Json[] = [];
  let before = '';
  for (const operation of given.ops) {
    let answer: { [key: string]: Json } = {};
    const { console: lines, ...noted } = runEvent(machine.host, reached, () => {
      answer = machine.run(operation);
    });
    if (noted.panic !== undefined) {
      ops.push({ ...noted });
      break;
    }
    const state = machine.state();
    const changed = JSON.stringify(state) !== before;
    before = JSON.stringify(state);
    ops.push({
      ...answer,
      ...(lines === undefined ? {} : { console: (lines as Json[]).length }),
      ...(machine.records.length === 0 ? {} : { records: machine.records }),
      ...(changed ? { state } : {}),
      ...noted,
    });
  }
  return { ops };
}
