/**
 * `route` on a host: which interface a gateway is reached by, and what route(8) answers when there is none.
 */
import { formatIpv4, formatIpv6 } from '../../wire/address';
import { errnoText } from '../errno';
import type { RouteCommand } from '../nodes';
import { embedded, type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

export function applyRoute(stack: StackApi, host: Host, command: RouteCommand): Refusal {
  const table = command.family === 'inet' ? host.rt4 : host.rt6;
  if (command.action === 'flush' || command.dest === null) {
    // As route(8): routes to connected prefixes stay.
    for (const rt of stack.routes(table)) {
      if ((rt.rt_flags & stack.RTF_GATEWAY) !== 0) stack.rtdelete(table, rt.rt_key, rt.prefixlen);
    }
    return null;
  }
  const dest = embedded(stack, host, command.dest.value);
  if (typeof dest === 'string') return dest;
  const { prefixlen } = command.dest.value;
  const shown = `${command.host ? 'host' : 'net'} ${textOf(command.dest.value.bytes)}/${prefixlen}`;
  if (command.action === 'delete') {
    return stack.rtdelete(table, dest, prefixlen) === 0 ? null : `delete ${shown}: not in table.`;
  }
  const found = nextHop(stack, host, command);
  if (typeof found === 'string') return `${command.action} ${shown}: ${found}`;
  if (command.action === 'change' && stack.rtdelete(table, dest, prefixlen) !== 0)
    return `change ${shown}: not in table.`;
  const errno = stack.rtadd(table, {
    dst: dest,
    prefixlen,
    gateway: found.gateway,
    flags: routeFlagBits(stack, command),
    ifp: found.ifp,
    origin: command.origin,
  });
  return errno === 0 ? null : `add ${shown}: ${errnoText(errno)}.`;
}

const textOf = (bytes: Uint8Array): string => (bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes));

interface NextHop {
  readonly ifp: Ifnet;
  /** null when the destination itself is the next hop. */
  readonly gateway: Uint8Array | null;
}

function nextHop(stack: StackApi, host: Host, command: RouteCommand): NextHop | string {
  const chosen = command.ifp ?? command.gatewayInterface;
  let ifp: Ifnet | null = null;
  if (chosen !== null) {
    const named = interfaceNamed(stack, host, chosen.value);
    if (typeof named === 'string') return named;
    ifp = named;
  }
  if (command.gateway === null) return ifp === null ? 'there is no gateway.' : { ifp, gateway: null };
  const gateway = embedded(stack, host, command.gateway.value);
  if (typeof gateway === 'string') return gateway;
  ifp ??= interfaceOf(stack, host, gateway);
  if (ifp === null) return `gateway ${textOf(command.gateway.value.bytes)}: Network is unreachable.`;
  return { ifp, gateway: command.interface ? null : gateway };
}

/**
 * The interface that a gateway or an address of ours is on: by address, then by prefix, then by the routes
 * there are.
 */
function interfaceOf(stack: StackApi, host: Host, gateway: Uint8Array): Ifnet | null {
  if (gateway.length === 4) return stack.rtalloc1(host.rt4, gateway)?.rt_ifp ?? null;
  let best: Ifnet | null = null;
  let longest = -1;
  for (const ifp of host.interfaces) {
    for (const ia of ifp.addresses) {
      const peer = ia.dst?.every((byte, i) => byte === gateway[i]) === true;
      const length = peer ? 129 : ia.prefixlen;
      if (length > longest && (peer || stack.in6_samePrefix(ia, gateway, 0))) {
        best = ifp;
        longest = length;
      }
    }
  }
  return best ?? stack.rtalloc1(host.rt6, gateway)?.rt_ifp ?? null;
}

function routeFlagBits(stack: StackApi, command: RouteCommand): number {
  let flags = command.flags.includes('nostatic') ? 0 : stack.RTF_STATIC;
  if (command.host) flags |= stack.RTF_HOST;
  if (command.flags.includes('blackhole')) flags |= stack.RTF_BLACKHOLE;
  if (command.flags.includes('reject')) flags |= stack.RTF_REJECT;
  if (command.flags.includes('cloning')) flags |= stack.RTF_CLONING;
  if (command.flags.includes('llinfo')) flags |= stack.RTF_LLINFO;
  // Ours: as if a redirect had made it.
  if (command.flags.includes('dynamic')) flags |= stack.RTF_DYNAMIC;
  return flags;
}
