/** Runs the cases of etherip: each operation on the host, and what it led to in the words of `expect`. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { Ifnet } from '../../../src/stack/net/if';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import { put16, toHex } from '../../../src/wire/bytes';
import type { Json } from '../compare';
import { type Noted, runEvent } from '../event';
import { bits, bytesOf, interfaceFlags, mbufFlags } from '../words';
import type {
  EtheripGiven,
  InputOperation,
  IoctlOperation,
  Operation,
  OutputOperation,
  SysctlOperation,
} from './case';
import { readSockaddr, showSockaddr } from './sockaddr';

const ALLOW = 1;
const IP_ID = 4660;
const HOP_LIMIT = 64;
const IPV6_HEADER = 40;
/** In the order in which `expect` lists them. */
const shownFlags = ['UP', 'BROADCAST', 'RUNNING', 'SIMPLEX', 'MULTICAST'] as const;
const sysctlNames: Readonly<Record<SysctlOperation['name'], number>> = {
  allow: stack.ETHERIPCTL_ALLOW,
  stats: stack.ETHERIPCTL_STATS,
  other: 9,
};

/** What the tunnels gave to their surroundings during one operation. */
interface Given {
  sent: Json[];
  delivered: Json[];
  bpf: number;
}

/** The machine of a case. */
interface Machine {
  readonly host: Host;
  /** Index of the interface made last; one that is gone leaves its index unused. */
  lastIndex: number;
}

/** What the case leads to, in the form of its `expect`. */
export function runEtherip(given: EtheripGiven, reached: Set<string>): Json {
  let seen: Given = { sent: [], delivered: [], bpf: 0 };
  const host = buildHost(given, () => seen);
  const machine: Machine = { host, lastIndex: Math.max(0, ...(given.ifIndexes ?? [])) };
  const ops: Json[] = [];
  for (const operation of given.ops) {
    seen = { sent: [], delivered: [], bpf: 0 };
    let answer: { [key: string]: Json } = {};
    const noted: Noted = runEvent(host, reached, () => {
      answer = run(machine, operation);
    });
    ops.push({
      ...answer,
      ...(seen.bpf === 0 ? {} : { bpf: seen.bpf }),
      ...(seen.sent.length === 0 ? {} : { sent: seen.sent }),
      ...(seen.delivered.length === 0 ? {} : { delivered: seen.delivered }),
      ...noted,
    });
    if (noted.panic !== undefined) break;
  }
  return { ops, counters: countersOf(host), tunnels: host.etherip.map(showTunnel) };
}

function buildHost(given: EtheripGiven, seen: () => Given): Host {
  const host = stack.createHost({
    io: { output() {} },
    surroundings: {
      ...stack.kernel,
      ip_send: (_, m) => seen().sent.push(packet(m, { af: 'inet' })),
      ip6_send: (_, m) => seen().sent.push(packet(m, { af: 'inet6' })),
      ip_randomid: () => given.sysctl?.ipId ?? IP_ID,
      if_input: (_, ifp, m) => seen().delivered.push(packet(m, { ifp: ifp.name })),
      bpf_mtap: () => seen().bpf++,
      ether_ioctl: () => stack.ENOTTY,
    },
  });
  for (const index of given.ifIndexes ?? []) stack.if_attach(host, { name: `em${index}`, index });
  host.rtables = new Map(
    Object.entries(given.rtables ?? { 0: 0 }).map(([id, domain]) => [Number(id), domain]),
  );
  host.etherip_allow = given.sysctl?.allow ?? ALLOW;
  host.sysctl.hlim = given.sysctl?.hopLimit ?? HOP_LIMIT;
  return host;
}

function packet(m: Mbuf, head: { [key: string]: Json }): Json {
  const flags = ['BCAST', 'MCAST'].filter(name => (m.flags & mbufFlags[name]) !== 0);
  return {
    ...head,
    ...(m.rtableid === 0 || head.af === undefined ? {} : { rtable: m.rtableid }),
    ...(flags.length === 0 ? {} : { mbufFlags: flags }),
    hex: toHex(m.data, m.off, m.off + m.len),
  };
}

function run(machine: Machine, operation: Operation): { [key: string]: Json } {
  const { host } = machine;
  stack.fault_clear(host);
  switch (operation.op) {
    case 'attach':
      return {};
    case 'create':
      return create(machine, operation.unit, operation.bpf === true);
    case 'destroy':
      return { ret: stack.errnoName(stack.etherip_clone_destroy(host, tunnel(host, operation.unit).ifp)) };
    case 'ioctl':
      return ioctl(host, operation);
    case 'output':
      return output(host, operation);
    case 'outputDirect': {
      const send = operation.af === 'inet' ? stack.ip_etherip_output : stack.ip6_etherip_output;
      return { ret: stack.errnoName(send(host, tunnel(host, operation.unit), mbuf(host, operation))) };
    }
    case 'input':
      return input(host, operation);
    case 'sysctl':
      return sysctl(host, operation);
  }
}

function tunnel(host: Host, unit: number) {
  const found = stack.etheripUnit(host, unit);
  if (found === null) throw new RangeError(`unknown unit ${unit}`);
  return found;
}

function create(machine: Machine, unit: number, bpf: boolean) {
  const ifp = stack.etherip_clone_create(machine.host, unit);
  ifp.index = ++machine.lastIndex;
  ifp.if_bpf = bpf;
  return { ret: '0', ifp: ifp.name, index: ifp.index, flags: flagsOf(ifp) };
}

function flagsOf(ifp: Ifnet): Json {
  return shownFlags.filter(name => (ifp.flags & interfaceFlags[name]) !== 0);
}

function ioctl(host: Host, operation: IoctlOperation) {
  const sc = tunnel(host, operation.unit);
  if (operation.cmd === 'SIOCSIFFLAGS') {
    stack.if_setflags(host, sc.ifp, operation.up ? stack.IFF_UP : 0, operation.up ? 0 : stack.IFF_UP);
  }
  const { error, rdomain, src, dst, media } = stack.etherip_ioctl(host, sc, {
    cmd: operation.cmd,
    root: operation.root ?? true,
    rdomain: operation.rdomain ?? 0,
    src: operation.src && readSockaddr(operation.src),
    dst: operation.dst && readSockaddr(operation.dst),
  } as stack.EtheripRequest);
  return {
    ret: stack.errnoName(error),
    flags: flagsOf(sc.ifp),
    ...(rdomain === undefined ? {} : { rdomain }),
    ...(src === undefined ? {} : { src: showSockaddr(src) }),
    ...(dst === undefined ? {} : { dst: showSockaddr(dst) }),
    ...(media === undefined ? {} : { media: [media.active, media.status] }),
  };
}

function mbuf(host: Host, given: { hex: string; zeros?: number; mbufFlags?: readonly string[] }): Mbuf {
  const bytes = bytesOf(given);
  const m = stack.m_get(host, bytes, 0, bytes.length);
  m.flags = bits(given.mbufFlags ?? [], mbufFlags);
  return m;
}

function output(host: Host, operation: OutputOperation): { [key: string]: Json } {
  const sc = tunnel(host, operation.unit);
  const before = sc.ifp.if_oerrors;
  const prepend = operation.faults?.prepend;
  if (prepend !== undefined) {
    stack.fault_add(host, { function: 'm_prepend', errno: stack.ENOBUFS, after: prepend, times: 1 });
  }
  sc.snd.push(mbuf(host, operation));
  stack.etherip_start(host, sc);
  const oerrors = sc.ifp.if_oerrors - before;
  return oerrors === 0 ? {} : { oerrors };
}

function input(host: Host, operation: InputOperation) {
  const m = mbuf(host, operation);
  m.rtableid = operation.rtable ?? 0;
  if (operation.af === 'inet') {
    stack.ip_etherip_input(host, m, operation.off ?? (m.data[0] & 0x0f) * 4);
    return { ret: 'DONE' };
  }
  for (const at of [8, 24]) {
    if (operation.zone !== undefined && stack.hasEmbeddedZone(m.data, at))
      put16(m.data, at + 2, operation.zone);
  }
  const next = stack.ip6_etherip_input(host, m, operation.off ?? IPV6_HEADER);
  return { ret: next === stack.IPPROTO_DONE ? 'DONE' : 'NONE' };
}

function sysctl(host: Host, operation: SysctlOperation) {
  const names = new Array<number>(operation.depth ?? 1).fill(sysctlNames[operation.name]);
  const { error, setting, counters } = stack.etherip_sysctl(host, names, {
    room: operation.read ? (operation.oldLen ?? Number.POSITIVE_INFINITY) : null,
    value: operation.new ?? null,
  });
  return {
    ret: stack.errnoName(error),
    ...(setting === undefined ? {} : { old: setting }),
    ...(counters === undefined ? {} : { oldlen: counters.length * 8 }),
  };
}

/** The counters in the words of the vectors; those of interfaces stand with the tunnels. */
function countersOf(host: Host): Json {
  const all = Object.entries(stack.counters(host)).filter(([name]) => !name.startsWith('if.'));
  return Object.fromEntries(
    all.map(([name, value]) => [name.replace('etheripstat.etherips_', 'etherip.'), value]),
  );
}

function showTunnel(sc: stack.EtheripSoftc): Json {
  return {
    ifp: sc.ifp.name,
    flags: flagsOf(sc.ifp),
    rdomain: sc.rdomain,
    src: showSockaddr(sc.src),
    dst: showSockaddr(sc.dst),
    ...(sc.ifp.if_oerrors === 0 ? {} : { oerrors: sc.ifp.if_oerrors }),
  };
}
