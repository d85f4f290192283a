/**
 * Regular expressions of `matches`: the Perl-like syntax that Wireshark takes, over bytes, without case, as
 * far as it can be run in time proportional to the packet: no back references, no looking around, nothing
 * possessive.
 */
import {
  type ByteSet,
  CLASSES,
  caseless,
  inText,
  inverted,
  NEWLINE,
  POSIX,
  setOf,
  VERTICAL,
} from './byteSets';

/** What must be so between two bytes, without taking any. */
export type Assertion = 'start' | 'end' | 'lastLine' | 'lineStart' | 'lineEnd' | 'word' | 'notWord';

export type Regex =
  | { readonly kind: 'empty' }
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  | { readonly kind: 'either'; readonly choices: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly of: Regex; readonly least: number; readonly most: number };

/** What is wrong with a regular expression. */
export class RegexProblem extends Error {}

const DEEPEST = 200;

interface Flags {
  readonly caseless: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly extended: boolean;
}

const CONTROL: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: 'start',
  G: 'start',
  z: 'end',
  Z: 'lastLine',
  b: 'word',
  B: 'notWord',
};

function rangeOfClass(): RegexProblem {
  return new RegexProblem('a range in a set must be between two characters, not classes');
}

/** Reads a pattern of bytes, one byte a character. Throws `RegexProblem`. */
export function parseRegex(pattern: string): Regex {
  return new RegexParser(pattern).whole();
}

class RegexParser {
  private at = 0;
  private depth = 0;
  private flags: Flags = { caseless: true, dotAll: false, multiline: false, extended: false };

  constructor(private readonly text: string) {}

  whole(): Regex {
    const regex = this.either();
    if (this.at < this.text.length) throw new RegexProblem('a closing parenthesis has no opening one');
    return regex;
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  private either(): Regex {
    const choices = [this.sequence()];
    while (this.take('|')) choices.push(this.sequence());
    return choices.length === 1 ? choices[0] : { kind: 'either', choices };
  }

  private sequence(): Regex {
    const parts: Regex[] = [];
    while (this.at < this.text.length && this.text[this.at] !== '|' && this.text[this.at] !== ')') {
      if (this.flags.extended && this.match(/(?:[ \t\n\r\f\v]|#[^\n]*)+/y) !== null) continue;
      const part = this.atom();
      if (part !== null) parts.push(this.repeated(part));
    }
    return parts.length === 1 ? parts[0] : { kind: 'sequence', parts };
  }

  private repeated(atom: Regex): Regex {
    let regex = atom;
    for (let simple = false; ; ) {
      if (this.flags.extended) this.match(/[ \t\n\r\f\v]+/y);
      const counted = this.match(/\{(\d+)(,?)(\d*)\}/y);
      const sign = counted === null ? this.match(/[*+?]/y) : null;
      if (counted === null && sign === null) return regex;
      if (simple && sign !== null) throw new RegexProblem('a repetition follows a repetition');
      let least = sign?.[0] === '+' ? 1 : 0;
      let most = sign?.[0] === '?' ? 1 : Number.POSITIVE_INFINITY;
      if (counted !== null) {
        least = Number(counted[1]);
        most = counted[2] === '' ? least : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
        if (least > 65535 || (most > 65535 && counted[3] !== ''))
          throw new RegexProblem('a repetition of more than 65535 times');
        if (most < least) throw new RegexProblem('the numbers of a repetition are out of order');
      }
      if (this.take('+')) throw new RegexProblem('possessive repetition (*+ ++ ?+) cannot be used here');
      this.take('?');
      regex = { kind: 'repeat', of: regex, least, most };
      simple = true;
    }
  }

  private atom(): Regex | null {
    const c = this.text[this.at++];
    switch (c) {
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '.':
        return { kind: 'bytes', set: this.flags.dotAll ? setOf(() => true) : inverted(NEWLINE) };
      case '^':
        return { kind: 'assert', what: this.flags.multiline ? 'lineStart' : 'start' };
      case '$':
        return { kind: 'assert', what: this.flags.multiline ? 'lineEnd' : 'lastLine' };
      case '*':
      case '+':
      case '?':
        throw new RegexProblem(`there is nothing that ${c} could repeat`);
      case '\\':
        return this.escape();
      default:
        return this.byte(c.charCodeAt(0));
    }
  }

  private byte(code: number): Regex {
    const set = setOf(byte => byte === code);
    return { kind: 'bytes', set: this.flags.caseless ? caseless(set) : set };
  }

  private group(): Regex | null {
    if (++this.depth > DEEPEST) throw new RegexProblem('the groups nest too deeply');
    const outer = this.flags;
    if (this.take('?')) {
      if (this.take('#')) {
        if (this.match(/[^)]*\)/y) === null) throw new RegexProblem('a comment has no end');
        this.depth--;
        return null;
      }
      if (this.match(/P?<(?![=!])\w*>|'\w*'|[:|]/y) === null && !this.flagGroup()) return null;
    } else if (this.take('*')) {
      throw new RegexProblem('verbs such as (*ACCEPT) cannot be used here');
    }
    const inner = this.either();
    if (!this.take(')')) throw new RegexProblem('a closing parenthesis is missing');
    this.flags = outer;
    this.depth--;
    return inner;
  }

  /** `(?i)` changes what follows and answers false; `(?i:` opens a group and answers true. */
  private flagGroup(): boolean {
    const found = this.match(/\^?([imsxnUJ]*)(?:-([imsxnUJ]*))?([:)])/y);
    if (found === null) {
      throw new RegexProblem(
        'looking ahead or behind, atomic groups, conditions and recursion cannot be used here',
      );
    }
    const set = (letter: string, before: boolean) =>
      found[1].includes(letter) ? true : (found[2] ?? '').includes(letter) ? false : before;
    this.flags = {
      caseless: set('i', this.flags.caseless),
      dotAll: set('s', this.flags.dotAll),
      multiline: set('m', this.flags.multiline),
      extended: set('x', this.flags.extended),
    };
    if (found[3] === ':') return true;
    this.depth--;
    return false;
  }

  private escape(): Regex | null {
    const c = this.text[this.at];
    if (c === undefined) throw new RegexProblem('a backslash ends the expression');
    if (c === 'Q') {
      this.at++;
      const end = this.text.indexOf('\\E', this.at);
      const literal = this.text.slice(this.at, end < 0 ? undefined : end);
      this.at = end < 0 ? this.text.length : end + 2;
      return { kind: 'sequence', parts: [...literal].map(letter => this.byte(letter.charCodeAt(0))) };
    }
    if (c === 'E' || c === 'K') {
      this.at++;
      return c === 'E' ? null : { kind: 'empty' };
    }
    if (Object.hasOwn(ASSERTIONS, c)) {
      this.at++;
      return { kind: 'assert', what: ASSERTIONS[c] };
    }
    if (c === 'R') {
      this.at++;
      const pair: Regex = {
        kind: 'sequence',
        parts: [
          { kind: 'bytes', set: inText('\r') },
          { kind: 'bytes', set: NEWLINE },
        ],
      };
      return { kind: 'either', choices: [pair, { kind: 'bytes', set: VERTICAL }] };
    }
    const set = this.classEscape();
    if (set !== null) return { kind: 'bytes', set };
    if (/[1-9gk]/.test(c) && !/^[1-3][0-7]{2}/.test(this.text.slice(this.at))) {
      throw new RegexProblem('references back to a group cannot be used here');
    }
    return this.byte(this.byteEscape());
  }

  /** `\d`, `\w`, `\p{L}` … or null. */
  private classEscape(): ByteSet | null {
    const c = this.text[this.at];
    if (Object.hasOwn(CLASSES, c)) {
      this.at++;
      return CLASSES[c];
    }
    if (c !== 'p' && c !== 'P') return null;
    const found = this.match(/[pP](?:\{(\^?)([\w&]+)\}|([A-Z]))/y);
    if (found === null) throw new RegexProblem('\\p needs the name of a property, such as \\p{L}');
    let property: RegExp;
    try {
      property = new RegExp(`\\p{${found[2] ?? found[3]}}`, 'u');
    } catch {
      throw new RegexProblem(`\\p{${found[2] ?? found[3]}} is no property that is known`);
    }
    const set = setOf(byte => property.test(String.fromCharCode(byte)));
    return (c === 'P') !== (found[1] === '^') ? inverted(set) : set;
  }

  /** The byte that an escape stands for. */
  private byteEscape(): number {
    const hex = this.match(/x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{0,2})/y);
    if (hex !== null) return this.oneByte(Number.parseInt(hex[1] ?? (hex[2] === '' ? '0' : hex[2]), 16));
    const octal = this.match(/o\{([0-7]+)\}|([0-7]{1,3})/y);
    if (octal !== null) return this.oneByte(Number.parseInt(octal[1] ?? octal[2], 8));
    const control = this.match(/c([ -~])/y);
    if (control !== null) return control[1].toUpperCase().charCodeAt(0) ^ 64;
    const c = this.text[this.at++];
    if (Object.hasOwn(CONTROL, c)) return CONTROL[c];
    if (/[A-Za-z]/.test(c)) throw new RegexProblem(`\\${c} is no escape that is known`);
    return c.charCodeAt(0);
  }

  private oneByte(value: number): number {
    if (value > 255) throw new RegexProblem('a character above 255; packets are matched byte by byte');
    return value;
  }

  private set(): Regex {
    const negated = this.take('^');
    const set = new Uint8Array(256);
    for (let first = true; ; first = false) {
      const c = this.text[this.at];
      if (c === undefined) throw new RegexProblem('a set has no closing bracket');
      if (c === ']' && !first) break;
      const low = this.setItem();
      if (typeof low !== 'number') {
        if (this.rangeFollows()) throw rangeOfClass();
        for (let byte = 0; byte < 256; byte++) set[byte] |= low[byte];
        continue;
      }
      let high = low;
      if (this.rangeFollows()) {
        this.at++;
        const item = this.setItem();
        if (typeof item !== 'number') throw rangeOfClass();
        high = item;
      }
      if (high < low) throw new RegexProblem('the ends of a range in a set are out of order');
      for (let byte = low; byte <= high; byte++) set[byte] = 1;
    }
    this.at++;
    const cased = this.flags.caseless ? caseless(set) : set;
    return { kind: 'bytes', set: negated ? inverted(cased) : cased };
  }

  private rangeFollows(): boolean {
    return this.text[this.at] === '-' && this.at + 1 < this.text.length && this.text[this.at + 1] !== ']';
  }

  private setItem(): number | ByteSet {
    if (this.match(/\[([.=]).*?\1\]/y) !== null)
      throw new RegexProblem('[. .] and [= =] cannot be used in a set');
    const posix = this.match(/\[:(\^?)(\w*):\]/y);
    if (posix !== null) {
      if (!Object.hasOwn(POSIX, posix[2]))
        throw new RegexProblem(`[:${posix[2]}:] is no class that is known`);
      return posix[1] === '^' ? inverted(POSIX[posix[2]]) : POSIX[posix[2]];
    }
    const c = this.text[this.at++];
    if (c !== '\\') return c.charCodeAt(0);
    const next = this.text[this.at];
    if (next === undefined) throw new RegexProblem('a backslash ends the expression');
    if (next === 'b') {
      this.at++;
      return 8;
    }
    return this.classEscape() ?? this.byteEscape();
  }
}
