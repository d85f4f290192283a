/**
 * Entries of the host's tables set by the user: from text to what is done to the host when the event is run
 * again.
 */
import * as running from '#stack/running';
import type { Host } from '../stack/host';
import { parseIpv4, parseMac } from '../wire/address';
import { RequestError } from './requestError';
import { type EntryName, findEntry, routeTable, scopedAddress } from './tableEntries';

type Apply = (host: Host) => void;

const policies: Readonly<Record<string, number>> = {
  discard: running.IPSEC_POLICY_DISCARD,
  none: running.IPSEC_POLICY_NONE,
};
const listenerStates = [running.MLD_OTHERLISTENER, running.MLD_IREPORTEDLAST, running.MLD_REPORTPENDING];
const actions = ['allow', 'deny', 'count'] as const;

/** What setting an entry to `value` does. Throws RequestError with what can be written. */
export function entryChange(name: EntryName, value: string, host: Host): Apply {
  const text = value.trim();
  if (name.count !== null) throw new RequestError('What an entry has counted cannot be set.');
  switch (name.kind) {
    case 'neighbor':
      return neighborChange(name, text, host);
    case 'arp':
      return arpChange(name, text);
    case 'route':
      return routeChange(name, text, host);
    case 'policy':
      return policyChange(name, text);
    case 'association':
      return associationChange(name, text);
    case 'rule':
      return ruleChange(name, text);
    case 'table':
      return tableChange(name, text);
    case 'divert':
      throw new RequestError('A divert socket cannot be set; its program is what the divert lines say.');
    case 'group':
      return groupChange(name, text);
    case 'pathmtu':
      return pathMtuChange(name, text, host);
    case 'fragment':
      return fragmentChange(name, text);
    case 'bridge':
      return stationChange(name, text, host);
    case 'timer':
      throw new RequestError('A timer cannot be set: it fires when its time has come.');
    default:
      throw new RequestError(
        'What routers have advertised cannot be set; set the route or the address that came of it.',
      );
  }
}

/** A link address makes the neighbour known and reachable; `none` forgets it. */
function neighborChange(name: EntryName, text: string, host: Host): Apply {
  const [lladdr, on, face] = text.split(/[\s,]+/);
  const mac = parseMac(lladdr);
  const zone = name.key.split('%')[1] ?? (on === 'on' ? face : undefined);
  const addr = scopedAddress(host, name.key);
  if (addr?.length !== 16) throw new RequestError(`${name.key} is no IPv6 address.`);
  if (text === 'none') return now => void running.nd6_delentry(now, addr);
  if (mac === null) {
    throw new RequestError(
      `A neighbour takes a link address such as 02:00:00:00:00:01, or none; not ${text}.`,
    );
  }
  return now => {
    const known = findEntry(now, name);
    const ifp = known?.kind === 'neighbor' ? known.entry.ifp : now.interfaces.find(one => one.name === zone);
    if (ifp !== undefined) running.nd6_setentry(now, ifp, addr, mac);
  };
}

/** A link address makes the IPv4 neighbour known for good; `none` forgets it. */
function arpChange(name: EntryName, text: string): Apply {
  const [lladdr, on, face] = text.split(/[\s,]+/);
  const mac = parseMac(lladdr);
  const addr = parseIpv4(name.key);
  if (addr === null) throw new RequestError(`${name.key} is no IPv4 address.`);
  if (text === 'none') return now => void running.arp_delentry(now, addr);
  if (mac === null) {
    throw new RequestError(
      `A neighbour takes a link address such as 02:00:00:00:00:01, or none; not ${text}.`,
    );
  }
  return now => {
    const known = findEntry(now, name);
    const named = on === 'on' ? now.interfaces.find(one => one.name === face) : undefined;
    const ifp = known?.kind === 'arp' ? known.entry.ifp : (named ?? running.rtalloc1(now.rt4, addr)?.rt_ifp);
    if (ifp !== undefined) running.arp_setentry(now, ifp, addr, mac);
  };
}

/** A gateway, as `fe80::1%em0` or `em0 via fe80::1%em0`, or `none` to take the route out of the table. */
function routeChange(name: EntryName, text: string, host: Host): Apply {
  if (text === 'none') {
    return now => {
      const known = findEntry(now, name);
      if (known?.kind !== 'route') return;
      const { rt_key, prefixlen } = known.entry;
      running.rtdelete(routeTable(now, rt_key), rt_key, prefixlen);
    };
  }
  const gateway = /^(?:\S+\s+via\s+)?([^\s,]+)/.exec(text)?.[1] ?? '';
  if (scopedAddress(host, gateway) === null) {
    throw new RequestError(`A route takes a gateway such as fe80::1%em0, or none; not ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    const addr = scopedAddress(now, gateway);
    if (known?.kind !== 'route' || addr?.length !== known.entry.rt_key.length) return;
    known.entry.rt_gateway = addr;
    known.entry.rt_flags |= running.RTF_GATEWAY;
    known.entry.rt_gwroute = null;
    known.entry.rt_llinfo = null;
    const zone = gateway.split('%')[1];
    const ifp = now.interfaces.find(one => one.name === zone);
    if (ifp !== undefined) known.entry.rt_ifp = ifp;
  };
}

/** `none` takes the association away. */
function associationChange(name: EntryName, text: string): Apply {
  if (text !== 'none') {
    throw new RequestError(`An association can be taken away with none, not set to ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    if (known?.kind === 'association') running.key_delete(now, known.entry);
  };
}

/** Bytes, or `none` to forget what was learned. */
function pathMtuChange(name: EntryName, text: string, host: Host): Apply {
  const addr = scopedAddress(host, name.key);
  if (addr === null) throw new RequestError(`${name.key} is no address.`);
  if (text === 'none') {
    return now => {
      const known = findEntry(now, name);
      if (known?.kind === 'pathmtu') now.hostcache.splice(now.hostcache.indexOf(known.entry), 1);
    };
  }
  const mtu = /^\d+/.exec(text) === null ? 0 : Number.parseInt(text, 10);
  if (mtu < 1 || mtu > 65535) {
    throw new RequestError(`A path MTU is 1 to 65535 bytes, or none; not ${text}.`);
  }
  return now => running.tcp_hc_updatemtu(now, addr, mtu);
}

/** `none` gives the packet up without a word to its sender. */
function fragmentChange(name: EntryName, text: string): Apply {
  if (text !== 'none') {
    throw new RequestError(`Fragments that wait can be thrown away with none, not set to ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    if (known?.kind === 'fragment') running.frag6_remque(now, known.entry);
  };
}

/**
 * A member: the station is behind it from then on, as if it had been said by hand; `none` forgets the
 * station.
 */
function stationChange(name: EntryName, text: string, host: Host): Apply {
  const [face] = text.split(/[\s,]+/);
  const bridgeAt = (now: Host) => {
    const known = findEntry(now, name);
    return known?.kind === 'bridge' ? { brt: known.entry, sc: known.entry.brt_ifp.if_bridge } : null;
  };
  const ifs = host.interfaces.find(one => one.name === face);
  const isMember = ifs !== undefined && ifs.if_bridge !== null && ifs.if_bridge === bridgeAt(host)?.sc;
  if (text !== 'none' && !isMember) {
    throw new RequestError(`An address of a bridge takes a member of it, or none; not ${text}.`);
  }
  return now => {
    const at = bridgeAt(now);
    if (!at?.sc) return;
    running.bridge_rtdaddr(at.sc, at.brt.brt_addr);
    const member = now.interfaces.find(one => one.name === face);
    if (text !== 'none' && member !== undefined)
      running.bridge_ioctl_saddr(now, at.sc, member, at.brt.brt_addr, null);
  };
}

function policyChange(name: EntryName, text: string): Apply {
  const word = text.split(/\s+/).at(-1) ?? '';
  if (!Object.hasOwn(policies, word)) {
    throw new RequestError(`A policy takes ${Object.keys(policies).join(' or ')}, not ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    if (known?.kind !== 'policy') return;
    now.spd[now.spd.indexOf(known.entry)] = { ...known.entry, policy: policies[word] };
  };
}

function ruleChange(name: EntryName, text: string): Apply {
  if (name.key === String(running.IPFW_DEFAULT_RULE)) {
    throw new RequestError('The default rule cannot be set; set one before it.');
  }
  const action = actions.find(one => one === text.split(/\s+/)[0]);
  if (action === undefined) throw new RequestError(`A filter rule takes ${actions.join(', ')}, not ${text}.`);
  return now => {
    const known = findEntry(now, name);
    if (known?.kind === 'rule') known.entry.action = action;
  };
}

/** The value that goes with the addresses, or `none` to take them out of the table. */
function tableChange(name: EntryName, text: string): Apply {
  const value = /^\d+$/.test(text) ? Number(text) : -1;
  if (text !== 'none' && (value < 0 || value > 0xffffffff)) {
    throw new RequestError(`Addresses of a table take 0 to 4294967295, or none; not ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    if (known?.kind !== 'table') return;
    const { number, addr, prefixlen } = known.entry;
    if (text === 'none') running.ipfw_table_delete(now, number, { addr, prefixlen });
    else running.ipfw_table_add(now, number, { addr, prefixlen, value });
  };
}

/** Whether we reported last decides whether a Done is sent when we leave. */
function groupChange(name: EntryName, text: string): Apply {
  const state = listenerStates.find(one => running.listenerState(one) === text);
  if (state === undefined) {
    const words = listenerStates.map(running.listenerState).join(', ');
    throw new RequestError(`A group takes its state: ${words}; not ${text}.`);
  }
  return now => {
    const known = findEntry(now, name);
    if (known?.kind === 'group') known.entry.in6m_state = state;
  };
}
