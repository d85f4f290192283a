/**
 * What a machine has learned and what waits in it: default routers, prefixes, path MTUs, fragments, timers.
 */
import type { ZoneName } from '../../replay/words';
import type { Host } from '../../stack/host';
import { type LearnedEntry, learnedKey, learnedText, stationsOf, timersOf } from '../learnedEntries';
import { type Node, table } from './node';

/** What this machine has learned of routers. */
export function routersNode(host: Host, zoneName: ZoneName): Node {
  return table('Default routers', host.defrouters, entry =>
    entryNode(host, { kind: 'router', entry }, zoneName),
  );
}

/** The prefixes that routers advertise, with the flags of `ndp -p`. */
export function prefixesNode(host: Host, zoneName: ZoneName): Node {
  return table('Prefixes', host.prefixes, entry => entryNode(host, { kind: 'prefix', entry }, zoneName));
}

/** Path MTUs that routers told of. */
export function pathMtusNode(host: Host, zoneName: ZoneName): Node {
  return table('Path MTUs', host.hostcache, entry => entryNode(host, { kind: 'pathmtu', entry }, zoneName));
}

/** Packets under reassembly, the oldest first. */
export function fragmentsNode(host: Host, zoneName: ZoneName): Node {
  return table('Fragments', host.frag6.queues, entry =>
    entryNode(host, { kind: 'fragment', entry }, zoneName),
  );
}

/** Where the stations are that the bridges know. */
export function bridgeAddressesNode(host: Host, zoneName: ZoneName): Node {
  return table('Bridge addresses', stationsOf(host), entry =>
    entryNode(host, { kind: 'bridge', entry }, zoneName),
  );
}

/** The timers under way, the next first: what each calls, and when. */
export function timersNode(host: Host, zoneName: ZoneName): Node {
  return table('Timers', timersOf(host), entry => entryNode(host, { kind: 'timer', entry }, zoneName));
}

function entryNode(host: Host, entry: LearnedEntry, zoneName: ZoneName): Node {
  const name = learnedKey(entry, zoneName);
  const settable = ['pathmtu', 'fragment', 'bridge'].includes(entry.kind);
  const origin = entry.kind === 'bridge' ? entry.entry.origin : null;
  return { name, value: learnedText(host, entry), expression: `${entry.kind}[${name}]`, settable, origin };
}
