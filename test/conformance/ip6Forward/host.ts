/** Builds the host of an ip6_forward case and applies the changes made between its packets. */
import * as stack from '#stack/recording';
import type {
  Given,
  VectorChange,
  VectorFaults,
  VectorInterface,
  VectorPolicy,
  VectorRequest,
  VectorRoute,
} from '../../../src/replay/vector/case';
import type { Host, KernelOptions } from '../../../src/stack/host';
import type { Ifnet } from '../../../src/stack/net/if';
import type { Surroundings } from '../../../src/stack/surroundings';
import { parsePrefix, parseScoped } from '../addresses';
import { bits, errno, interfaceFlags } from '../words';
import { giveRequests } from './tunnel';

const routeFlags: Readonly<Record<string, number>> = {
  HOST: stack.RTF_HOST,
  REJECT: stack.RTF_REJECT,
  BLACKHOLE: stack.RTF_BLACKHOLE,
  DYNAMIC: stack.RTF_DYNAMIC,
  MODIFIED: stack.RTF_MODIFIED,
};
const policies: Readonly<Record<VectorPolicy['policy'], number>> = {
  discard: stack.IPSEC_POLICY_DISCARD,
  none: stack.IPSEC_POLICY_NONE,
  ipsec: stack.IPSEC_POLICY_IPSEC,
  entrust: stack.IPSEC_POLICY_ENTRUST,
  bypass: stack.IPSEC_POLICY_BYPASS,
};
const protocols: Readonly<Record<VectorRequest['proto'], number>> = { esp: 50, ah: 51, ipcomp: 108 };
const modes: Readonly<Record<VectorRequest['mode'], number>> = {
  any: stack.IPSEC_MODE_ANY,
  transport: stack.IPSEC_MODE_TRANSPORT,
  tunnel: stack.IPSEC_MODE_TUNNEL,
};
const levels: Readonly<Record<VectorRequest['level'], number>> = {
  default: stack.IPSEC_LEVEL_DEFAULT,
  use: stack.IPSEC_LEVEL_USE,
  require: stack.IPSEC_LEVEL_REQUIRE,
  unique: stack.IPSEC_LEVEL_UNIQUE,
};

/** The host's interface of that name. Throws when a case names one it does not have. */
export function interfaceNamed(host: Host, name: string): Ifnet {
  const ifp = host.interfaces.find(known => known.name === name);
  if (ifp === undefined) throw new RangeError(`unknown interface ${name}`);
  return ifp;
}

/**
 * A freshly booted host as the case describes it; the vectors are those of a kernel with IPSEC and IPSTEALTH.
 */
export function buildHost(
  given: Given,
  surroundings: Surroundings,
  kernel: Partial<KernelOptions> = {},
): Host {
  const host = stack.createHost({ io: { output() {} }, surroundings, kernel });
  for (const ifp of given.interfaces) addInterface(host, ifp);
  for (const route of given.routes) addRoute(host, route);
  for (const policy of given.spd ?? []) addPolicy(host, policy);
  for (const [name, value] of Object.entries(given.sysctl ?? {})) setSysctl(host, name, value);
  host.pfil6 = given.pfil !== undefined;
  return host;
}

function addInterface(host: Host, given: VectorInterface): void {
  const flags = bits(given.flags ?? ['UP', 'BROADCAST', 'MULTICAST'], interfaceFlags);
  const ifp = stack.if_attach(host, { name: given.name, index: given.index, flags, mtu: given.mtu });
  ifp.zones[stack.IPV6_ADDR_SCOPE_INTFACELOCAL] = given.index;
  ifp.zones[stack.IPV6_ADDR_SCOPE_LINKLOCAL] = given.zones?.link ?? given.index;
  ifp.zones[stack.IPV6_ADDR_SCOPE_SITELOCAL] = given.zones?.site ?? 1;
  ifp.zones[stack.IPV6_ADDR_SCOPE_ORGLOCAL] = given.zones?.org ?? 1;
  ifp.nd.linkmtu = given.ndLinkMtu ?? 0;
  ifp.nd.maxmtu = given.ndMaxMtu ?? 0;
}

function addRoute(host: Host, given: VectorRoute): void {
  const { addr, length } = parsePrefix(given.dst);
  stack.rtadd(host.rt6, {
    dst: addr,
    prefixlen: length,
    gateway: given.gateway === undefined ? null : parseScoped(given.gateway),
    flags: bits(given.flags ?? [], routeFlags),
    ifp: interfaceNamed(host, given.ifp),
  });
}

function addPolicy(host: Host, given: VectorPolicy): void {
  const src = parsePrefix(given.src);
  const dst = parsePrefix(given.dst);
  const error = stack.key_spdadd(host, {
    dir: given.dir === 'in' ? stack.IPSEC_DIR_INBOUND : stack.IPSEC_DIR_OUTBOUND,
    src: src.addr,
    srcPrefixlen: src.length,
    dst: dst.addr,
    dstPrefixlen: dst.length,
    proto: given.proto === 'any' ? stack.IPSEC_ULPROTO_ANY : given.proto,
    policy: policies[given.policy],
    req: given.requests?.map(request => ({
      proto: protocols[request.proto],
      mode: modes[request.mode],
      level: levels[request.level],
      src: request.tunnel === undefined ? null : parseScoped(request.tunnel.src),
      dst: request.tunnel === undefined ? null : parseScoped(request.tunnel.dst),
    })),
  });
  if (error === 0) giveRequests(host, given.requests ?? []);
}

function setSysctl(host: Host, name: string, value: number | string): void {
  if (name === 'ip6stealth') host.sysctl.stealth = Number(value);
  else if (name === 'sendRedirects') host.sysctl.redirect = Number(value);
  else if (name === 'logInterval') host.sysctl.log_interval = Number(value);
  else if (name === 'ipsecDefPolicy') host.sysctl.def_policy = policies[value as VectorPolicy['policy']];
  else throw new RangeError(`unknown setting ${name}`);
}

/** Makes a change that a case asks for before a packet. */
export function applyChange(host: Host, change: VectorChange): void {
  if (change.op === 'route-add' && change.route !== undefined) addRoute(host, change.route);
  else if (change.op === 'route-delete' && change.dst !== undefined) deleteRoute(host, change.dst);
  else if (change.op === 'if-set' && change.name !== undefined) setInterface(host, change);
  else if (change.op === 'sysctl' && change.name !== undefined && change.value !== undefined)
    setSysctl(host, change.name, change.value);
  else throw new RangeError(`unknown change ${JSON.stringify(change)}`);
}

function deleteRoute(host: Host, dst: string): void {
  const { addr, length } = parsePrefix(dst);
  stack.rtdelete(host.rt6, addr, length);
}

function setInterface(host: Host, change: VectorChange): void {
  const ifp = interfaceNamed(host, change.name ?? '');
  if (change.mtu !== undefined) ifp.mtu = change.mtu;
  if (change.flags !== undefined) ifp.flags = bits(change.flags, interfaceFlags);
}

/** Sets the faults of a packet, in place of those of the packet before. */
export function applyFaults(host: Host, faults: VectorFaults = {}): void {
  stack.fault_clear(host);
  const add = (fn: string, name: string, after = 0) =>
    stack.fault_add(host, { function: fn, errno: errno(name), after, times: 1 });
  if (faults.copy) add('m_copy', 'ENOBUFS');
  if (faults.policyLookup) add('ipsec6_getpolicybyaddr', 'EINVAL');
  if (faults.policyLookupSecond) add('ipsec6_getpolicybyaddr', 'EINVAL', 1);
  if (faults.ipsecOutput !== undefined) add('ipsec6_output_tunnel', faults.ipsecOutput);
  if (faults.linkOutput !== undefined) add('if_output', faults.linkOutput);
}
