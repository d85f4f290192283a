/** `ndp` and `mld` on a host. */
import type { MldCommand, NdpCommand, NdVariable } from '../nodes';
import { addressText } from '../print';
import { type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

export function applyNdp(stack: StackApi, host: Host, command: NdpCommand): Refusal {
  switch (command.action) {
    case 'set':
    case 'delete':
    case 'clear':
      return 'Neighbours cannot be given yet.';
    case 'interface':
      return applyInterface(stack, host, command);
  }
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

export function applyMld(stack: StackApi, host: Host, command: MldCommand): Refusal {
  const ifp = interfaceNamed(stack, host, command.interface.value);
  if (typeof ifp === 'string') return ifp;
  if (command.group === null || (command.action !== 'join' && command.action !== 'leave')) return null;
  const addr = command.group.value.bytes.slice();
  stack.in6_setscope(addr, 0, ifp);
  if (command.action === 'join') {
    stack.in6_addmulti(ifp, addr);
    return null;
  }
  if (stack.in6_lookup_multi(ifp, addr, 0) === null)
    return `${ifp.name} does not listen to ${addressText(command.group.value)}.`;
  stack.in6_delmulti(ifp, addr);
  return null;
}
