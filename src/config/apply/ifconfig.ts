/** `ifconfig` on a host: the interface comes into being when it is first named. */

import type { Origin } from '../../stack/trace';
import { errnoText } from '../errno';
import { addressName, withEui64 } from '../interfaceAddress';
import type { AddressFlag, IfconfigCommand, InterfaceAddress, InterfaceParameter } from '../nodes';
import { unitOf } from '../unit';
import { applyBridge, isBridgeParameter } from './bridge';
import type { Host, Ifnet, Refusal, StackApi } from './scope';
import { applyTap } from './tap';
import { applyTunnel, isTunnelParameter } from './tunnel';

export function applyIfconfig(stack: StackApi, host: Host, command: IfconfigCommand): Refusal {
  const name = command.interface.value;
  const tap = unitOf('iptap', name);
  if (tap !== null && stack.ifunit(host, name) === null) {
    const errno = stack.iptap_clone_create(host, tap, command.origin);
    if (errno !== 0) return `${name} cannot be made: ${errnoText(errno)}.`;
  }
  const ifp = stack.ifunit(host, name) ?? attachInterface(stack, host, name, command.origin);
  // The link address goes first wherever it stands: others are made from it.
  const ordered = [...command.parameters].sort(
    (a, b) => Number(b.name === 'lladdr') - Number(a.name === 'lladdr'),
  );
  for (const parameter of ordered) {
    const refusal = applyParameter(stack, host, ifp, parameter, command.origin);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Makes the interface of that name as its driver does; taps are made by `create` alone. */
export function attachInterface(
  stack: StackApi,
  host: Host,
  name: string,
  origin: Origin | null = null,
): Ifnet {
  const tunnel = unitOf('etherip', name);
  if (tunnel !== null) return stack.etherip_clone_create(host, tunnel, origin);
  const bridge = unitOf('bridge', name);
  if (bridge !== null) return stack.bridge_clone_create(host, bridge, origin);
  return stack.if_attach(host, { name, origin });
}

function applyParameter(
  stack: StackApi,
  host: Host,
  ifp: Ifnet,
  parameter: InterfaceParameter,
  origin: Origin,
): Refusal {
  if (stack.iptapOf(host, ifp) !== null) return applyTap(stack, host, ifp, parameter);
  const tunnel = stack.etheripOf(host, ifp);
  if (tunnel !== null && isTunnelParameter(parameter)) return applyTunnel(stack, host, tunnel, parameter);
  const bridge = stack.bridgeOf(ifp);
  if (bridge !== null && isBridgeParameter(parameter))
    return applyBridge(stack, host, bridge, parameter, origin);
  switch (parameter.name) {
    case 'lladdr':
      return stack.if_setlladdr(host, ifp, parameter.value.value) === 0
        ? null
        : `${ifp.name} has no link address to set.`;
    case 'number':
      if (parameter.of !== 'mtu') return null;
      return stack.if_setmtu(host, ifp, parameter.value.value) === 0
        ? null
        : `${ifp.name} cannot have this MTU.`;
    case 'flag':
      if (parameter.flag === 'up') stack.if_setflags(host, ifp, stack.IFF_UP, 0);
      else if (parameter.flag === 'down') stack.if_setflags(host, ifp, 0, stack.IFF_UP);
      return null;
    case 'address': {
      const inet6 = parameter.address.value.family === 'inet6';
      const refusal = (inet6 ? applyAddress : applyInet)(stack, host, ifp, parameter);
      if (refusal !== null || parameter.action === 'delete') return refusal;
      if (tunnel !== null) stack.etherip_ioctl(host, tunnel, { cmd: 'SIOCSIFADDR' });
      if (bridge !== null) stack.bridge_setflags(host, bridge);
      return null;
    }
    default:
      return null;
  }
}

function applyAddress(stack: StackApi, host: Host, ifp: Ifnet, parameter: InterfaceAddress): Refusal {
  const address = parameter.address.value;
  const completed = parameter.flags.includes('eui64') && ifp.lladdr.length === 6;
  const addr = completed ? withEui64(address.bytes, ifp.lladdr) : address.bytes;
  if (parameter.action === 'delete') {
    const errno = stack.in6_ifremove(host, ifp, addr);
    return errno === 0
      ? null
      : `${addressName(address, ifp.name)} is no address of ${ifp.name}: ${errnoText(errno)}.`;
  }
  const pointToPoint = (ifp.flags & (stack.IFF_POINTOPOINT | stack.IFF_LOOPBACK)) !== 0;
  const peer = parameter.peer?.value.bytes ?? null;
  if (peer !== null && (ifp.flags & stack.IFF_POINTOPOINT) === 0)
    return `${ifp.name} is no point-to-point interface.`;
  const prefixlen = parameter.prefixlen?.value ?? (pointToPoint ? 128 : 64);
  const errno = stack.in6_ifadd(host, ifp, {
    addr,
    prefixlen,
    dst: peer,
    flags: addressFlagBits(stack, parameter.flags),
    vltime: parameter.vltime?.value,
    pltime: parameter.pltime?.value ?? parameter.vltime?.value,
    origin: parameter.origin,
  });
  return errno === 0 ? null : `${addressName(address, ifp.name)} is refused: ${errnoText(errno)}.`;
}

/** An IPv4 address takes the place of the first one, unless it is an alias. */
function applyInet(stack: StackApi, host: Host, ifp: Ifnet, parameter: InterfaceAddress): Refusal {
  const address = parameter.address.value;
  const addr = address.bytes;
  if (parameter.action === 'delete') {
    const errno = stack.in_ifremove(host, ifp, addr);
    return errno === 0
      ? null
      : `${addressName(address, ifp.name)} is no address of ${ifp.name}: ${errnoText(errno)}.`;
  }
  const peer = parameter.peer?.value.bytes ?? null;
  if (peer !== null && (ifp.flags & stack.IFF_POINTOPOINT) === 0)
    return `${ifp.name} is no point-to-point interface.`;
  if (parameter.action === 'set' && ifp.inet.length > 0) stack.in_ifremove(host, ifp, ifp.inet[0].addr);
  const errno = stack.in_ifadd(host, ifp, {
    addr,
    prefixlen: parameter.prefixlen?.value,
    broadcast: parameter.broadcast?.value.bytes ?? null,
    dst: peer,
    origin: parameter.origin,
  });
  return errno === 0 ? null : `${addressName(address, ifp.name)} is refused: ${errnoText(errno)}.`;
}

function addressFlagBits(stack: StackApi, flags: readonly AddressFlag[]): number {
  const bits: Partial<Record<string, number>> = {
    anycast: stack.IN6_IFF_ANYCAST,
    tentative: stack.IN6_IFF_TENTATIVE,
    deprecated: stack.IN6_IFF_DEPRECATED,
    autoconf: stack.IN6_IFF_AUTOCONF,
  };
  let sum = 0;
  for (const flag of flags) {
    if (flag.startsWith('-')) sum &= ~(bits[flag.slice(1)] ?? 0);
    else sum |= bits[flag] ?? 0;
  }
  return sum;
}
