/**
 * The scopes of a moment: its decision, what the event has changed so far, the packet, and the tables of the
 * host.
 */
import { zoneNames } from '../../replay/describe';
import type { Recorded } from '../../replay/recorded';
import type { Host } from '../../stack/host';
import type { Evaluator } from '../evaluator';
import type { ShownFrame } from '../frames';
import { packetReference } from '../memory';
import type { Moment } from '../moment';
import type { Sources } from '../sources';
import { changeNodes } from './changes';
import { decisionNodes } from './decision';
import { divertSocketsNode, filtersNode, filterTablesNode } from './filtering';
import {
  bridgeAddressesNode,
  fragmentsNode,
  pathMtusNode,
  prefixesNode,
  routersNode,
  timersNode,
} from './learned';
import { marked } from './marked';
import { group, type Node } from './node';
import { packetNodes } from './packet';
import {
  arpNode,
  associationsNode,
  countersNode,
  groupsNode,
  interfacesNode,
  neighborsNode,
  policiesNode,
  routesNode,
  settingsNode,
} from './tables';
import { capturesNode, ipFiltersNode, tapsNode } from './taps';

/** A scope, and how it is to be shown: `locals` and `arguments` open by themselves. */
export interface Scope {
  readonly node: Node;
  readonly hint: 'locals' | 'arguments' | null;
}

const tables: readonly ((host: Host, zoneName: ReturnType<typeof zoneNames>) => Node)[] = [
  interfacesNode,
  routesNode,
  neighborsNode,
  groupsNode,
  arpNode,
  routersNode,
  prefixesNode,
  pathMtusNode,
  fragmentsNode,
  bridgeAddressesNode,
  policiesNode,
  associationsNode,
  filtersNode,
  filterTablesNode,
  divertSocketsNode,
  tapsNode,
  ipFiltersNode,
  capturesNode,
  timersNode,
  countersNode,
  settingsNode,
];

/** Those that most machines have nothing to show in. */
const learned: ReadonlySet<(typeof tables)[number]> = new Set([
  arpNode,
  routersNode,
  prefixesNode,
  pathMtusNode,
  fragmentsNode,
  bridgeAddressesNode,
  filterTablesNode,
  divertSocketsNode,
  tapsNode,
  ipFiltersNode,
  capturesNode,
  timersNode,
]);

/** The tables of a host in which nothing happens at the moment. */
export function tablesOf(host: Host): Scope[] {
  const zoneName = zoneNames(host);
  return tables.flatMap(table => {
    const node = table(host, zoneName);
    return learned.has(table) && node.count === undefined ? [] : [{ node, hint: null }];
  });
}

/** @param host as it is at the moment */
export function scopesAt(
  recorded: Recorded,
  at: Moment,
  frame: ShownFrame,
  host: Host,
  parts: { readonly evaluator: Evaluator; readonly sources: Sources },
): Scope[] {
  const zoneName = zoneNames(recorded.host);
  const scopes: Scope[] = [];
  const shown = frame === 'arrival' ? null : recorded.steps[frame.step];
  if (shown?.point) {
    scopes.push({
      node: group('Decision', '', decisionNodes(shown, zoneName, parts.sources)),
      hint: 'locals',
    });
  }
  const changes = changeNodes(recorded, at.step);
  if (changes.length > 0) scopes.push({ node: group('Changed in this event', '', changes), hint: 'locals' });
  const packet = packetNodes(
    parts.evaluator.dissectionAt(recorded, at.step),
    packetReference(at),
    recorded.steps,
  );
  scopes.push({ node: group('Packet', '', packet), hint: 'arguments' });
  const { before } = recorded;
  const zoneBefore = zoneNames(before);
  for (const table of tables) {
    const node = marked(table(host, zoneName), table(before, zoneBefore));
    if (!learned.has(table) || node.count !== undefined) scopes.push({ node, hint: null });
  }
  return scopes;
}
