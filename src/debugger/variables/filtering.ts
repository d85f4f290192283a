/**
 * Tables of the packet filter: its rules with their counts, its tables of addresses, and the divert sockets
 * that it hands packets to.
 */
import { IPFW_DEFAULT_RULE } from '#stack/running';
import type { Host } from '../../stack/host';
import type { DivertLine } from '../../stack/inet/divert/divertProgram';
import type { Inpcb } from '../../stack/inet/inPcb';
import type { IpfwRule } from '../../stack/inet/ipfw/rule';
import { type IpfwEntry, ipfwKey, ipfwText, rulesOf, tableRowsOf } from '../ipfwEntries';
import { group, type Node, table } from './node';

/** The rules in the order in which they are tried; what each counted can be watched by itself. */
export function filtersNode(host: Host): Node {
  return table('Filters', rulesOf(host), ruleNode);
}

function ruleNode(entry: IpfwRule): Node {
  const node = entryNode({ kind: 'rule', entry }, entry.origin);
  const counts = (['packets', 'bytes'] as const).map(
    (count): Node => ({
      name: count,
      value: String(entry[count]),
      expression: `${node.expression}.${count}`,
    }),
  );
  return group(node.name, node.value, counts, { ...node, settable: entry.number !== IPFW_DEFAULT_RULE });
}

/** The addresses of the tables that rules look addresses up in, each with its value. */
export function filterTablesNode(host: Host): Node {
  return table('Filter tables', tableRowsOf(host), entry => ({
    ...entryNode({ kind: 'table', entry }, null),
    settable: true,
  }));
}

/** Divert sockets, the newest first as the kernel lists them, each with the lines of its program. */
export function divertSocketsNode(host: Host): Node {
  return table('Divert sockets', host.divcbinfo.listhead, socketNode);
}

function socketNode(entry: Inpcb): Node {
  const lines = entry.inp_socket.program?.lines ?? [];
  const node = entryNode({ kind: 'divert', entry }, lines[0]?.origin ?? null);
  return group(node.name, node.value, lines.map(lineNode), node);
}

function lineNode({ filter, answers, origin }: DivertLine): Node {
  const name = filter === null ? 'all other packets' : `for ${filter}`;
  return { name, value: answers.map(({ action }) => action).join(', then '), origin };
}

function entryNode(entry: IpfwEntry, origin: Node['origin']): Node {
  const name = ipfwKey(entry);
  return { name, value: ipfwText(entry), expression: `${entry.kind}[${name}]`, origin };
}
