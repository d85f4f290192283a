/** `ndp` on a host. */
import { errnoText } from '../errno';
import type { Address, NdpCommand, NdVariable } from '../nodes';
import { addressText } from '../print/address';
import { embedded, type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

export function applyNdp(stack: StackApi, host: Host, command: NdpCommand): Refusal {
  switch (command.action) {
    case 'set': {
      const addr = embedded(stack, host, command.node.value);
      if (typeof addr === 'string') return addr;
      const ifp = neighborInterface(stack, host, command.node.value, addr);
      if (ifp === null) return `${addressText(command.node.value)}: cannot locate it on any interface.`;
      const errno = stack.nd6_setentry(host, ifp, addr, command.lladdr.value, {
        permanent: !command.temp,
        origin: command.origin,
      });
      return errno === 0 ? null : `${addressText(command.node.value)} is refused: ${errnoText(errno)}.`;
    }
    case 'delete': {
      const addr = embedded(stack, host, command.node.value);
      if (typeof addr === 'string') return addr;
      const errno = stack.nd6_delentry(host, addr);
      return errno === 0 ? null : `${addressText(command.node.value)} is no neighbour.`;
    }
    case 'clear':
      for (const ln of [...host.neighbors]) stack.nd6_delentry(host, ln.addr);
      return null;
    case 'flush-prefixes':
      for (const pr of [...host.prefixes]) stack.prelist_remove(host, pr);
      return null;
    case 'flush-routers':
      for (const dr of [...host.defrouters]) stack.defrtrlist_del(host, dr);
      return null;
    case 'default-interface': {
      const ifp = command.interface === null ? null : interfaceNamed(stack, host, command.interface.value);
      if (typeof ifp === 'string') return ifp;
      host.nd6_defifp = ifp;
      return null;
    }
    case 'interface':
      return applyInterface(stack, host, command);
  }
}

/**
 * The interface that a neighbour is on: by its zone, else by the route to it, which must be a connected one.
 */
function neighborInterface(stack: StackApi, host: Host, address: Address, addr: Uint8Array): Ifnet | null {
  if (address.zone !== null) return stack.ifunit(host, address.zone);
  for (const ifp of host.interfaces) {
    if (ifp.addresses.some(ia => ia.prefixlen < 128 && stack.in6_samePrefix(ia, addr, 0))) return ifp;
  }
  const rt = stack.rtalloc1(host.rt6, addr);
  return rt === null || (rt.rt_flags & stack.RTF_GATEWAY) !== 0 ? null : rt.rt_ifp;
}

function applyInterface(stack: StackApi, host: Host, command: NdpCommand & { action: 'interface' }): Refusal {
  const ifp = interfaceNamed(stack, host, command.interface.value);
  if (typeof ifp === 'string') return ifp;
  const bits = {
    nud: stack.ND6_IFF_PERFORMNUD,
    accept_rtadv: stack.ND6_IFF_ACCEPT_RTADV,
    disabled: stack.ND6_IFF_IFDISABLED,
    prefer_source: 0,
  };
  for (const { flag, on } of command.flags) {
    ifp.nd.flags = on ? ifp.nd.flags | bits[flag] : ifp.nd.flags & ~bits[flag];
  }
  for (const { name, value } of command.variables) setVariable(ifp, name, value.value);
  return null;
}

function setVariable(ifp: Ifnet, name: NdVariable, value: number): void {
  ifp.nd[name] = value;
}
