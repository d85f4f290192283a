/**
 * Filters on addresses, ports, hop limits and the protocols that carry them, answered from the columns that were noted
 * while the capture was indexed. They tell all about a frame only where `FrameColumns.isWhole` says so.
 */
import { IPPROTO_TCP, IPPROTO_UDP } from '../../wire/ipv6';
import type { FrameColumns } from '../columns';
import { ASKS, type OrderOperator } from './asks';
import { besideOf, compileRight, compileWord, type Scope } from './operand';
import { comparisons, Register } from './register';
import type { Node, Operand } from './syntax';
import { shapeOf } from './types';

/** Whether frame `i`, 0-based and whole, is selected. */
export type ColumnTest = (i: number) => boolean;

/** Makes the test for one capture's columns. */
export type ColumnFilter = (columns: FrameColumns) => ColumnTest;

/** Values of a field in a frame: how many (0, 1 or 2) and each. */
interface Column {
  readonly kind: 'number' | 'address';
  /** Bits: 1 the source's, 2 the destination's value. */
  readonly sides: number;
  readonly has: (columns: FrameColumns, i: number) => boolean;
}

const HOP_LIMIT = 4;

const isIpv4 = (columns: FrameColumns, i: number) => columns.family(i) === 4;
const isIpv6 = (columns: FrameColumns, i: number) => columns.family(i) === 6;
const isTcp = (columns: FrameColumns, i: number) =>
  columns.hasPorts(i) && columns.protocol(i) === IPPROTO_TCP;
const isUdp = (columns: FrameColumns, i: number) =>
  columns.hasPorts(i) && columns.protocol(i) === IPPROTO_UDP;

const PROTOCOLS: ReadonlyMap<string, Column['has']> = new Map([
  ['ip', isIpv4],
  ['ipv6', isIpv6],
  ['tcp', isTcp],
  ['udp', isUdp],
]);

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ['ip.ttl', { kind: 'number', sides: HOP_LIMIT, has: isIpv4 }],
  ['ipv6.hlim', { kind: 'number', sides: HOP_LIMIT, has: isIpv6 }],
  ['ip.src', { kind: 'address', sides: 1, has: isIpv4 }],
  ['ip.dst', { kind: 'address', sides: 2, has: isIpv4 }],
  ['ip.addr', { kind: 'address', sides: 3, has: isIpv4 }],
  ['ipv6.src', { kind: 'address', sides: 1, has: isIpv6 }],
  ['ipv6.dst', { kind: 'address', sides: 2, has: isIpv6 }],
  ['ipv6.addr', { kind: 'address', sides: 3, has: isIpv6 }],
  ['tcp.srcport', { kind: 'number', sides: 1, has: isTcp }],
  ['tcp.dstport', { kind: 'number', sides: 2, has: isTcp }],
  ['tcp.port', { kind: 'number', sides: 3, has: isTcp }],
  ['udp.srcport', { kind: 'number', sides: 1, has: isUdp }],
  ['udp.dstport', { kind: 'number', sides: 2, has: isUdp }],
  ['udp.port', { kind: 'number', sides: 3, has: isUdp }],
]);

/** The filter over columns, or null when it asks for anything that they do not hold. The tree has been checked. */
export function compileColumns<E>(scope: Scope<E>, node: Node): ColumnFilter | null {
  switch (node.kind) {
    case 'logic': {
      const left = compileColumns(scope, node.left);
      const right = left === null ? null : compileColumns(scope, node.right);
      if (left === null || right === null) return null;
      const { operator } = node;
      return columns => {
        const a = left(columns);
        const b = right(columns);
        if (operator === 'and') return i => a(i) && b(i);
        return operator === 'or' ? i => a(i) || b(i) : i => a(i) !== b(i);
      };
    }
    case 'not': {
      const of = compileColumns(scope, node.of);
      if (of === null) return null;
      return columns => {
        const test = of(columns);
        return i => !test(i);
      };
    }
    case 'test': {
      const has = nameOf(node.of, name => PROTOCOLS.get(name) ?? COLUMNS.get(name)?.has);
      return has === undefined ? null : columns => i => has(columns, i);
    }
    case 'in':
      return compileSet(scope, node);
    case 'compare': {
      const { operator } = node;
      if (operator === 'contains' || operator === 'matches') return null;
      const column = columnOf(node.left);
      const constant = column === undefined ? null : constantBeside(scope, node.left, node.right);
      if (column === undefined || constant === null) return null;
      const all =
        node.quantifier === null ? operator === '===' || operator === '!=' : node.quantifier === 'all';
      return over(column, valueTest(constant, operator), all);
    }
  }
}

function nameOf<T>(operand: Operand, look: (name: string) => T | undefined): T | undefined {
  return operand.kind === 'word' && operand.layers === null ? look(operand.text) : undefined;
}

const columnOf = (operand: Operand) => nameOf(operand, name => COLUMNS.get(name));

function constantBeside<E>(scope: Scope<E>, left: Operand, right: Operand): Register | null {
  const field = left.kind === 'word' ? compileWord(scope, left) : null;
  if (field === null || field.field === null) return null;
  const { constant } = compileRight(scope, right, besideOf(field));
  if (constant === null || constant.n !== 1) return null;
  // A negative number beside an unsigned field has rules of its own.
  return shapeOf(field.type) === 'number' && constant.num[0] < 0 ? null : constant;
}

/** A test of one value, held in register slot 0. */
type ValueTest = (value: Register, kind: Column['kind']) => boolean;

function valueTest(constant: Register, operator: OrderOperator): ValueTest {
  const asks = ASKS[operator];
  return (value, kind) => asks(comparisons[kind === 'number' ? 'number' : 'bytes'](value, 0, constant, 0));
}

function compileSet<E>(scope: Scope<E>, node: Extract<Node, { kind: 'in' }>): ColumnFilter | null {
  const column = columnOf(node.left);
  if (column === undefined || node.quantifier === 'all') return null;
  const members: ValueTest[] = [];
  for (const { from, to } of node.members) {
    const low = constantBeside(scope, node.left, from);
    const high = to === null ? low : constantBeside(scope, node.left, to);
    if (low === null || high === null) return null;
    if (to === null) {
      members.push(valueTest(low, '=='));
      continue;
    }
    const above = valueTest(low, '>=');
    const below = valueTest(high, '<=');
    members.push((value, kind) => above(value, kind) && below(value, kind));
  }
  return over(column, (value, kind) => members.some(member => member(value, kind)), false);
}

/** Applies a test of one value to a column: asked once for each distinct number or address. */
function over(column: Column, test: ValueTest, all: boolean): ColumnFilter {
  const { kind, sides, has } = column;
  return columns => {
    const value = new Register();
    const ask = (n: number): boolean => {
      value.clear(true);
      if (kind === 'number') {
        value.pushNumber(n, 0);
      } else {
        const bytes = columns.addresses.bytes(n);
        if (column.has === isIpv4) value.pushBytes(bytes, 12, 4);
        else value.pushBytes(bytes, 0, 16);
      }
      return test(value, kind);
    };
    const answer = remembered(kind === 'number' ? 0x10000 : columns.addresses.count, ask);
    if (sides === HOP_LIMIT) return i => has(columns, i) && answer(columns.hopLimit(i));
    const source = (i: number) => answer(kind === 'number' ? columns.sourcePort(i) : columns.source(i));
    const destination = (i: number) =>
      answer(kind === 'number' ? columns.destinationPort(i) : columns.destination(i));
    if (sides === 1) return i => has(columns, i) && source(i);
    if (sides === 2) return i => has(columns, i) && destination(i);
    if (all) return i => has(columns, i) && source(i) && destination(i);
    return i => has(columns, i) && (source(i) || destination(i));
  };
}

const YES = 1;
const NO = 2;

function remembered(size: number, ask: (n: number) => boolean): (n: number) => boolean {
  const answers = new Uint8Array(size);
  return n => {
    if (answers[n] === 0) answers[n] = ask(n) ? YES : NO;
    return answers[n] === YES;
  };
}
