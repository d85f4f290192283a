/**
 * Display filters over columns: a filter that asks only for what columns hold is answered without reading or
 * dissecting the frame, wherever the columns tell all about the frame.
 */

import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../wire/ipv6';
import { type FrameColumns, HAS_IPV4, HAS_IPV6, HAS_PORTS } from './columns';
import { Dissection } from './dissection';
import type { Filter } from './filter';
import type { Node, Operand } from './filter/syntax';
import { type FieldId, fieldsNamed } from './registry';

/** What a column filter says of a frame: no, yes, or that the frame must be dissected. */
const NO = 0;
export const YES = 1;
export const UNDECIDED = -1;
export type Answer = typeof NO | typeof YES | typeof UNDECIDED;

/** Where the addresses stand in the bytes that stand for a frame. */
const SOURCE = 0;
const DESTINATION = 16;
/** IPv4 addresses are the last four bytes of the sixteen. */
const MAPPED = 12;

/** Fields that are known of every frame whose only network header is in the columns. */
const networkNames = ['ipv6', 'ipv6.hlim', 'ip', 'ip.ttl'] as const;
/** Fields that extension headers can change or hide. */
const deeperNames = [
  'ipv6.src',
  'ipv6.dst',
  'ipv6.addr',
  'ip.src',
  'ip.dst',
  'ip.addr',
  'ip.proto',
  'tcp',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.port',
  'udp',
  'udp.srcport',
  'udp.dstport',
  'udp.port',
  'icmpv6',
] as const;
type Name = (typeof networkNames)[number] | (typeof deeperNames)[number];

/** A filter that columns can answer. */
export class ColumnFilter<E = undefined> {
  private readonly d = new Dissection();
  private readonly bytes = new Uint8Array(32);
  private readonly ids: Readonly<Record<Name, FieldId>>;
  private readonly addresses: boolean;
  /** Whether it asks for anything that extension headers can change or hide. */
  private readonly deeper: boolean;

  /** The filter over columns, or null when it asks for anything else. */
  static of<E>(filter: Filter<E>): ColumnFilter<E> | null {
    const known = new Set([...networkNames, ...deeperNames].map(idOf));
    for (const id of filter.fields) if (!known.has(id)) return null;
    return filter.tree !== null && isPlain(filter.tree) ? new ColumnFilter(filter) : null;
  }

  private constructor(private readonly filter: Filter<E>) {
    const names: readonly Name[] = [...networkNames, ...deeperNames];
    this.ids = Object.fromEntries(names.map(name => [name, idOf(name)])) as Record<Name, FieldId>;
    const asksFor = (some: readonly Name[]) => some.some(name => filter.fields.has(this.ids[name]));
    this.d.want(filter.fields);
    this.d.start(this.bytes, 0, this.bytes.length, this.bytes.length, this.d.frame);
    this.deeper = asksFor(deeperNames);
    this.addresses = asksFor(['ipv6.src', 'ipv6.dst', 'ipv6.addr', 'ip.src', 'ip.dst', 'ip.addr']);
  }

  /** Whether frame `i` (0-based) is selected, if the columns tell. */
  test(columns: FrameColumns, i: number, extra?: E): Answer {
    if (!columns.isWhole(i) || (this.deeper && columns.isExtended(i))) return UNDECIDED;
    const { d } = this;
    d.count = 0;
    const flags = columns.flagsOf(i);
    if ((flags & HAS_IPV6) !== 0) this.ipv6(columns, i);
    else if ((flags & HAS_IPV4) !== 0) this.ipv4(columns, i);
    if (this.deeper) this.transport(columns, i, flags);
    return this.filter.matches(d, extra) ? YES : NO;
  }

  private ipv6(columns: FrameColumns, i: number): void {
    const { d, ids } = this;
    d.add(ids.ipv6, 0, 0);
    d.add(ids['ipv6.hlim'], 0, 1, columns.hopLimit(i));
    if (!this.addresses) return;
    columns.addresses.copy(columns.source(i), this.bytes, SOURCE);
    columns.addresses.copy(columns.destination(i), this.bytes, DESTINATION);
    d.add(ids['ipv6.src'], SOURCE, 16);
    d.add(ids['ipv6.addr'], SOURCE, 16);
    d.add(ids['ipv6.dst'], DESTINATION, 16);
    d.add(ids['ipv6.addr'], DESTINATION, 16);
  }

  private ipv4(columns: FrameColumns, i: number): void {
    const { d, ids } = this;
    d.add(ids.ip, 0, 0);
    d.add(ids['ip.ttl'], 0, 1, columns.hopLimit(i));
    d.add(ids['ip.proto'], 0, 1, columns.protocol(i));
    if (!this.addresses) return;
    columns.addresses.copy(columns.source(i), this.bytes, SOURCE);
    columns.addresses.copy(columns.destination(i), this.bytes, DESTINATION);
    d.add(ids['ip.src'], SOURCE + MAPPED, 4);
    d.add(ids['ip.addr'], SOURCE + MAPPED, 4);
    d.add(ids['ip.dst'], DESTINATION + MAPPED, 4);
    d.add(ids['ip.addr'], DESTINATION + MAPPED, 4);
  }

  private transport(columns: FrameColumns, i: number, flags: number): void {
    const { d, ids } = this;
    const protocol = columns.protocol(i);
    if (protocol === IPPROTO_ICMPV6) d.add(ids.icmpv6, 0, 0);
    if ((flags & HAS_PORTS) === 0) return;
    const tcp = protocol === IPPROTO_TCP;
    if (!tcp && protocol !== IPPROTO_UDP) return;
    const port = tcp ? ids['tcp.port'] : ids['udp.port'];
    d.add(tcp ? ids.tcp : ids.udp, 0, 0);
    d.add(tcp ? ids['tcp.srcport'] : ids['udp.srcport'], 0, 2, columns.sourcePort(i));
    d.add(tcp ? ids['tcp.dstport'] : ids['udp.dstport'], 0, 2, columns.destinationPort(i));
    d.add(port, 0, 2, columns.sourcePort(i));
    d.add(port, 0, 2, columns.destinationPort(i));
  }
}

/** The id of a field, or one that no entry has while the field is unknown. */
function idOf(name: Name): FieldId {
  return fieldsNamed(name)[0]?.id ?? NOWHERE;
}

const NOWHERE = 0xffff;

/** Whether a filter looks at values only: no layer numbers, no bytes of whole protocols. */
function isPlain(node: Node): boolean {
  switch (node.kind) {
    case 'logic':
      return node.parts.every(isPlain);
    case 'not':
      return isPlain(node.of);
    case 'test':
      return isName(node.of);
    case 'compare':
      return isValue(node.left) && isValue(node.right);
    case 'in':
      return (
        isValue(node.left) &&
        node.members.every(member => isValue(member.from) && (member.to === null || isValue(member.to)))
      );
  }
}

function isName(operand: Operand): boolean {
  return operand.kind === 'word' && operand.layers === null;
}

/** Whether an operand is a value that the columns have, or a constant. */
function isValue(operand: Operand): boolean {
  switch (operand.kind) {
    case 'word':
      return operand.layers === null && fieldsNamed(operand.text).every(field => field.type !== 'protocol');
    case 'reference':
      return false;
    case 'literal':
    case 'string':
    case 'char':
      return true;
    case 'slice':
    case 'sign':
      return isValue(operand.of);
    case 'call':
      return operand.operands.every(isValue);
    case 'arithmetic':
      return isValue(operand.left) && isValue(operand.right);
  }
}
