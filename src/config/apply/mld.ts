/** `mld` on a host. */
import { equalBytes } from '../../wire/bytes';
import { MLD_LISTENER_QUERY, MLD_LISTENER_REPORT } from '../../wire/icmp6';
import { LINKTYPE_RAW } from '../../wire/linktype';
import { errnoText } from '../errno';
import type { MldCommand } from '../nodes';
import { addressText } from '../print/address';
import { mldPacket } from './mldMessage';
import { type Host, type Ifnet, interfaceNamed, type Refusal, type StackApi } from './scope';

export function applyMld(stack: StackApi, host: Host, command: MldCommand): Refusal {
  const ifp = interfaceNamed(stack, host, command.interface.value);
  if (typeof ifp === 'string') return ifp;
  if (command.action === 'query' || command.action === 'report') {
    receive(stack, host, ifp, command);
    return null;
  }
  if (command.group === null) return null;
  const group = command.group.value.bytes.slice();
  stack.in6_setscope(group, 0, ifp);
  const shown = addressText(command.group.value);
  switch (command.action) {
    case 'join':
      return join(stack, host, ifp, group, command, shown);
    case 'leave':
      return leave(stack, host, ifp, group, shown);
  }
}

/** Milliseconds that a query gives without a word about it (RFC 2710 7.3). */
const QUERY_RESPONSE_INTERVAL = 10_000;

/** A neighbour's message comes in. It needs no link header to be understood, whatever the link is. */
function receive(stack: StackApi, host: Host, ifp: Ifnet, command: MldCommand): void {
  const packet = mldPacket({
    type: command.action === 'query' ? MLD_LISTENER_QUERY : MLD_LISTENER_REPORT,
    group: command.group?.value.bytes ?? null,
    maxdelay: command.delay?.value ?? QUERY_RESPONSE_INTERVAL,
    source: command.source?.value.bytes ?? null,
  });
  stack.link_input(host, ifp, LINKTYPE_RAW, packet, 0, packet.length, 0);
}

function join(
  stack: StackApi,
  host: Host,
  ifp: Ifnet,
  group: Uint8Array,
  command: MldCommand,
  shown: string,
): Refusal {
  const mship = stack.in6_joingroup(host, ifp, group, command.delay?.value ?? 0, command.origin);
  if (mship === stack.EADDRNOTAVAIL) {
    return `${ifp.name} cannot join ${shown} before it has an IPv6 address: ${errnoText(mship)}.`;
  }
  if (typeof mship === 'number') return `${ifp.name} cannot join ${shown}: ${errnoText(mship)}.`;
  ifp.listeners.push({ group, mship });
  return null;
}

function leave(stack: StackApi, host: Host, ifp: Ifnet, group: Uint8Array, shown: string): Refusal {
  const at = ifp.listeners.findIndex(listener => equalBytes(listener.group, 0, group, 0, 16));
  if (at < 0) return `No \`mld join\` made ${ifp.name} listen to ${shown}.`;
  const [{ mship }] = ifp.listeners.splice(at, 1);
  stack.in6_leavegroup(host, mship);
  return null;
}
