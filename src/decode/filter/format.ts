/** A filter's tree back to text, in one spelling: parsing the text gives the same tree again. */
import type { ArithmeticOperator, Node, Operand, Range } from './syntax';

const LOGIC = { or: 1, xor: 2, and: 3 } as const;
const NOT = 4;
const ARITHMETIC: Readonly<Record<ArithmeticOperator, number>> = {
  '&': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
  '%': 3,
};

/** The text of a filter's tree; the empty filter, null, is the empty text. */
export function formatTree(node: Node | null): string {
  return node === null ? '' : formatNode(node);
}

function formatNode(node: Node): string {
  switch (node.kind) {
    case 'logic': {
      const own = LOGIC[node.operator];
      return node.parts.map(part => within(part, own + 1)).join(` ${node.operator} `);
    }
    case 'not':
      return `not ${within(node.of, NOT)}`;
    case 'test':
      return formatOperand(node.of);
    case 'compare':
      return `${quantifier(node.quantifier)}${formatOperand(node.left)} ${node.operator} ${formatOperand(node.right)}`;
    case 'in': {
      const members = node.members.map(member =>
        member.to === null
          ? formatOperand(member.from)
          : `${formatOperand(member.from)} .. ${formatOperand(member.to)}`,
      );
      return `${quantifier(node.quantifier)}${formatOperand(node.left)} in {${members.join(', ')}}`;
    }
  }
}

function quantifier(word: string | null): string {
  return word === null ? '' : `${word} `;
}

function within(node: Node, tightness: number): string {
  const own = node.kind === 'logic' ? LOGIC[node.operator] : NOT;
  return own < tightness ? `(${formatNode(node)})` : formatNode(node);
}

function formatOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'word':
      return `${operand.dotted ? '.' : ''}${operand.text}${formatLayers(operand.layers)}`;
    case 'reference':
      return `\${${operand.text}${formatLayers(operand.layers)}}`;
    case 'literal':
      return operand.text;
    case 'string':
      return `"${escaped(operand.text, '"')}"`;
    case 'char':
      return `'${escaped(String.fromCharCode(operand.value), "'")}'`;
    case 'slice':
      return `${formatOperand(operand.of)}[${operand.ranges.map(formatRange).join(',')}]`;
    case 'call':
      return `${operand.name}(${operand.operands.map(formatOperand).join(', ')})`;
    case 'sign':
      return `${operand.negative ? '-' : '+'}${formatOperand(operand.of)}`;
    case 'arithmetic': {
      const own = ARITHMETIC[operand.operator];
      return `${grouped(operand.left, own)} ${operand.operator} ${grouped(operand.right, own + 1)}`;
    }
  }
}

function grouped(operand: Operand, tightness: number): string {
  const text = formatOperand(operand);
  return operand.kind === 'arithmetic' && ARITHMETIC[operand.operator] < tightness ? `{${text}}` : text;
}

function formatLayers(layers: readonly Range[] | null): string {
  return layers === null ? '' : `#[${layers.map(formatRange).join(',')}]`;
}

function formatRange(range: Range): string {
  if (range.last !== null) return `${range.start}-${range.last}`;
  return `${range.start}:${range.length ?? ''}`;
}

/** Bytes, one a character, with everything that is not plain ASCII escaped. */
function escaped(bytes: string, quote: string): string {
  let text = '';
  for (const c of bytes) {
    const code = c.charCodeAt(0);
    if (c === quote || c === '\\') text += `\\${c}`;
    else if (code < 32 || code > 126) text += `\\x${code.toString(16).padStart(2, '0')}`;
    else text += c;
  }
  return text;
}
