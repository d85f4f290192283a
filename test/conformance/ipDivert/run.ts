/** Runs the cases of ip_divert: each operation on the host, and what it led to in the words of `expect`. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { Json } from '../compare';
import { runEvent } from '../event';
import { bits, errno, interfaceFlags } from '../words';
import type {
  AttachOperation,
  BindOperation,
  CloneOperation,
  DivertOperation,
  IpDivertGiven,
  Operation,
  PcblistOperation,
  SendOperation,
  SetsockOperation,
  VectorAddress,
} from './case';
import { readPacket, readSockaddr, showPacket, showSender, showTags } from './words';

type Answer = { [key: string]: Json };

const EPHEMERAL_PORT = 49152;
const DEFAULT_FLAGS = ['UP', 'BROADCAST'];
const outputFlags: Readonly<Record<string, number>> = {
  DONTROUTE: stack.SO_DONTROUTE,
  ALLOWBROADCAST: stack.IP_ALLOWBROADCAST,
  RAWOUTPUT: stack.IP_RAWOUTPUT,
};
const checksums: Readonly<Record<string, number>> = {
  IP: stack.CSUM_IP,
  TCP: stack.CSUM_TCP,
  UDP: stack.CSUM_UDP,
};

/** The machine of a case. */
interface Machine {
  readonly host: Host;
  readonly sockets: Map<string, stack.Socket>;
  /** What the operation under way handed to IPv4. */
  given: Answer;
  /** Error with which the output of IPv4 is to fail. */
  ipOutput: string | undefined;
}

/** What the case leads to, in the form of its `expect`. */
export function runIpDivert(given: IpDivertGiven, reached: Set<string>): Json {
  const machine = build(given);
  runEvent(machine.host, reached, () => stack.div_init(machine.host));
  machine.host.divcbinfo.lastport = given.ephemeralPort ?? EPHEMERAL_PORT;
  const ops: Json[] = [];
  for (const operation of given.ops) {
    machine.given = {};
    let answer: Answer = {};
    const { console, ...noted } = runEvent(machine.host, reached, () => {
      answer = run(machine, operation);
    });
    const lines: Answer = Array.isArray(console) ? { console: console.length } : {};
    ops.push({ ...answer, ...machine.given, ...lines, ...noted });
    if (noted.panic !== undefined) break;
  }
  return { ops, counters: stack.counters(machine.host) };
}

function build({ interfaces }: IpDivertGiven): Machine {
  const addresses = new Map(interfaces.map(({ name, addresses }) => [name, addresses.map(readAddress)]));
  const host = stack.createHost({
    io: { output() {} },
    surroundings: {
      ...stack.kernel,
      if_addrhead: (_, ifp) => addresses.get(ifp.name) ?? [],
      ip_input: (_, m) => {
        machine.given.ipInput = { rcvif: m.rcvif?.name ?? null, ...showPacket(m) };
      },
      ip_output: (_, m, options, flags) => {
        machine.given.ipOutput = {
          ...(m.rcvif === null ? {} : { rcvif: m.rcvif.name }),
          flags: Object.keys(outputFlags).filter(name => (flags & outputFlags[name]) !== 0),
          ...(options === null ? {} : { options: true }),
          ...showPacket(m),
        };
        return machine.ipOutput === undefined ? 0 : errno(machine.ipOutput);
      },
    },
  });
  for (const { name, flags } of interfaces) {
    stack.if_attach(host, { name, flags: bits(flags ?? DEFAULT_FLAGS, interfaceFlags) });
  }
  const machine: Machine = { host, sockets: new Map(), given: {}, ipOutput: undefined };
  return machine;
}

function readAddress({ family, addr, broadcast }: VectorAddress): stack.Ifaddr {
  return {
    ifa_addr: family === 'none' ? null : readSockaddr({ family, addr }),
    ifa_broadaddr: broadcast === undefined ? null : readSockaddr({ addr: broadcast }),
  };
}

function run(machine: Machine, operation: Operation): Answer {
  const { host } = machine;
  stack.fault_clear(host);
  switch (operation.op) {
    case 'attach':
      return attach(machine, operation);
    case 'bind':
      return bind(machine, operation);
    case 'detach':
      return ended(machine, operation.so, stack.div_detach);
    case 'abort':
      return ended(machine, operation.so, stack.div_abort);
    case 'disconnect':
      return ended(machine, operation.so, stack.div_disconnect);
    case 'shutdown': {
      const so = socket(machine, operation.so);
      return { ret: stack.errnoName(stack.div_shutdown(host, so)), cantSend: so.cantSendMore };
    }
    case 'names':
      return names(socket(machine, operation.so));
    case 'read':
      return read(socket(machine, operation.so));
    case 'setsock':
      return setsock(machine, operation);
    case 'divert':
      return divert(machine, operation);
    case 'send':
      return send(machine, operation);
    case 'clone':
      return clone(machine, operation);
    case 'protocol-input':
      stack.div_input(host, readPacket(host, operation));
      return { ret: '0' };
    case 'ctlinput':
      stack.div_ctlinput(host, operation.cmd, readSockaddr(operation));
      return { ret: '0' };
    case 'pcblist':
      return pcblist(machine, operation);
  }
}

function socket({ sockets }: Machine, name: string): stack.Socket {
  const so = sockets.get(name) ?? stack.newSocket();
  sockets.set(name, so);
  return so;
}

function stateOf({ so_pcb, connected }: stack.Socket): Json {
  const port: Answer = so_pcb === null ? {} : { port: so_pcb.inp_lport };
  return { attached: so_pcb !== null, connected, ...port };
}

function fail(host: Host, fn: string, wanted: boolean | undefined, error: number): void {
  if (wanted === true) stack.fault_add(host, { function: fn, errno: error });
}

function attach(machine: Machine, { so: name, proto, root, kernelCaller, faults }: AttachOperation): Answer {
  const so = socket(machine, name);
  fail(machine.host, 'soreserve', faults?.reserve, stack.ENOBUFS);
  fail(machine.host, 'in_pcballoc', faults?.pcb, stack.ENOBUFS);
  const caller = kernelCaller === true ? 'kernel' : (root ?? true) ? 'root' : 'user';
  const error = stack.div_attach(machine.host, so, proto ?? 0, caller);
  return { ret: stack.errnoName(error), state: stateOf(so) };
}

function bind(machine: Machine, { so: name, port, family, addr, len, root }: BindOperation): Answer {
  const so = socket(machine, name);
  const nam = { ...readSockaddr({ family, addr, len }), sin_port: port };
  const error = stack.div_bind(machine.host, so, nam, root ?? true);
  return { ret: stack.errnoName(error), state: stateOf(so) };
}

function ended(machine: Machine, name: string, end: (host: Host, so: stack.Socket) => number): Answer {
  const so = socket(machine, name);
  return { ret: stack.errnoName(end(machine.host, so)), state: stateOf(so) };
}

function names(so: stack.Socket): Answer {
  const { error, port } = stack.div_sockaddr(so);
  const peerRet = stack.errnoName(stack.div_peeraddr(so));
  return { ret: stack.errnoName(error), peerRet, ...(error === 0 ? { port } : {}) };
}

function read(so: stack.Socket): Answer {
  const bytes = so.so_rcv.sb_cc;
  while (stack.soreceive(so) !== null);
  return { bytes };
}

function setsock(machine: Machine, { so: name, dontRoute, reusePort, ipOptions }: SetsockOperation): Answer {
  const so = socket(machine, name);
  so.so_options = (dontRoute ? stack.SO_DONTROUTE : 0) | (reusePort ? stack.SO_REUSEPORT : 0);
  if (so.so_pcb !== null) so.so_pcb.inp_options = ipOptions ? new Uint8Array(4) : null;
  return { ret: '0' };
}

function divert({ host, sockets }: Machine, operation: DivertOperation): Answer {
  const m = readPacket(host, operation);
  m.rcvif = operation.rcvif === undefined ? null : stack.ifunit(host, operation.rcvif);
  m.csum_flags = bits(operation.csum ?? [], checksums);
  m.csum_data = operation.csumData ?? 0;
  const held = new Map([...sockets.values()].map(so => [so, so.so_rcv.sb_mb.length]));
  stack.divert_packet(host, m, operation.incoming ?? false);
  for (const [name, so] of sockets) {
    const last = so.so_rcv.sb_mb.at(-1);
    if (last === undefined || so.so_rcv.sb_mb.length === held.get(so)) continue;
    return { ret: '0', delivered: { so: name, from: showSender(last.from), ...showPacket(last.m) } };
  }
  return { ret: '0' };
}

function send(machine: Machine, operation: SendOperation): Answer {
  const { host } = machine;
  const { so, to, control, faults } = operation;
  fail(host, 'm_tag_get', faults?.tag, stack.ENOBUFS);
  machine.ipOutput = faults?.ipOutput;
  const nam = to && {
    ...readSockaddr(to),
    sin_port: to.cookie,
    sin_zero: stack.interfaceName(to.ifname ?? ''),
  };
  const m = readPacket(host, operation);
  const error = stack.div_send(host, socket(machine, so), m, nam ?? null, control ?? false);
  return { ret: stack.errnoName(error) };
}

function clone({ host }: Machine, operation: CloneOperation): Answer {
  fail(host, 'm_dup', operation.faults?.copy, stack.ENOBUFS);
  const m = readPacket(host, operation);
  const copy = stack.divert_clone(host, m);
  return { clone: copy === null ? null : showPacket(copy), original: showTags(m) };
}

function pcblist(machine: Machine, { read, write, hidden, faults }: PcblistOperation): Answer {
  const { host } = machine;
  fail(host, 'sysctl_wire_old_buffer', faults?.wire, stack.ENOMEM);
  fail(host, 'malloc', faults?.malloc, stack.ENOMEM);
  if (faults?.copyOut !== undefined) {
    stack.fault_add(host, { function: 'copyout', errno: stack.EFAULT, after: faults.copyOut, times: 1 });
  }
  const { error, estimate, headers, entries } = stack.div_pcblist(host, {
    read: read ?? false,
    write: write ?? false,
    hidden: hidden === undefined ? [] : [socket(machine, hidden)],
  });
  const list: Answer =
    estimate === undefined ? { headers, ports: entries.map(inp => inp.inp_lport) } : { estimate };
  return { ret: stack.errnoName(error), ...list };
}
