/**
 * Runs a regular expression over bytes, one table look-up a byte. States are made when first reached and
 * forgotten when there are too many, so that no expression needs more than time proportional to bytes times
 * its own length.
 */
import { type ByteSet, isWordByte } from './byteSets';
import { type Assertion, parseRegex, type Regex, RegexProblem } from './regexSyntax';

/** Steps that an expression may have after its repetitions are written out. */
const LONGEST = 4000;
const MOST_STATES = 1000;

type Step =
  | { readonly kind: 'bytes'; readonly set: ByteSet; readonly next: number }
  | { readonly kind: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'match' };

/** What the byte before is: nothing (the start), part of a word, a line's end, anything else. */
enum Before {
  START,
  WORD,
  NEWLINE,
  OTHER,
}

const UNKNOWN = -1;
const MATCHED = -2;
/** No match begins or goes on from here. */
const DEAD = -3;

interface State {
  readonly steps: readonly number[];
  readonly before: Before;
  atEnd: boolean | null;
  readonly matched: boolean;
}

export class ByteMatcher {
  private readonly program: Step[] = [];
  private readonly start: number;
  private readonly states: State[] = [];
  /** The state after each byte, 256 entries a state. */
  private transitions = new Int32Array(16 * 256);
  private readonly known = new Map<string, number>();
  private readonly usesLastLine: boolean;
  /** Matches can only begin at the start. */
  private readonly anchored: boolean;
  private initial = 0;

  /** Compiles a pattern of bytes, one a character. Throws `RegexProblem`. */
  constructor(pattern: string) {
    const regex = parseRegex(pattern);
    this.program.push({ kind: 'match' });
    this.start = this.emit(regex, 0);
    this.usesLastLine = this.program.some(step => step.kind === 'assert' && step.what === 'lastLine');
    this.anchored = beginsAtStart(regex);
    this.reset();
  }

  /** Whether the expression is found anywhere in `bytes` from `at` on, for `length` bytes. */
  search(bytes: Uint8Array, at: number, length: number): boolean {
    const end = at + length;
    let state = this.initial;
    if (this.states[state].matched) return true;
    const usual = this.usesLastLine ? end - 1 : end;
    let { transitions } = this;
    for (let i = at; i < usual; i++) {
      let next = transitions[(state << 8) | bytes[i]];
      if (next < 0) {
        if (next === UNKNOWN) {
          next = this.advance(state, bytes[i], false);
          transitions = this.transitions;
        }
        if (next === MATCHED) return true;
        if (next === DEAD) return false;
      }
      state = next;
    }
    if (usual < end && length > 0) {
      const isNewline = bytes[end - 1] === 10;
      let next = isNewline ? UNKNOWN : transitions[(state << 8) | bytes[end - 1]];
      if (next === UNKNOWN) next = this.advance(state, bytes[end - 1], isNewline);
      if (next === MATCHED) return true;
      if (next === DEAD) return false;
      state = next;
    }
    return this.endsWell(state);
  }

  private reset(): void {
    this.states.length = 0;
    this.known.clear();
    const steps = new Set<number>();
    this.follow(this.start, steps);
    this.initial = this.stateOf(steps, Before.START);
  }

  /** Appends the steps of `regex`, leading to step `next`; answers the first. */
  private emit(regex: Regex, next: number): number {
    if (this.program.length > LONGEST) throw new RegexProblem('the expression is too large');
    switch (regex.kind) {
      case 'empty':
        return next;
      case 'bytes':
        return this.program.push({ kind: 'bytes', set: regex.set, next }) - 1;
      case 'assert':
        return this.program.push({ kind: 'assert', what: regex.what, next }) - 1;
      case 'sequence': {
        let first = next;
        for (let i = regex.parts.length - 1; i >= 0; i--) first = this.emit(regex.parts[i], first);
        return first;
      }
      case 'either':
        return (
          this.program.push({ kind: 'split', next: regex.choices.map(choice => this.emit(choice, next)) }) - 1
        );
      case 'repeat':
        return this.emitRepeat(regex.of, regex.least, regex.most, next);
    }
  }

  private emitRepeat(of: Regex, least: number, most: number, next: number): number {
    let first = next;
    if (most === Number.POSITIVE_INFINITY) {
      const ways: number[] = [];
      const loop = this.program.push({ kind: 'split', next: ways }) - 1;
      ways.push(this.emit(of, loop), next);
      first = loop;
    } else {
      for (let i = least; i < most; i++) {
        const ways = [this.emit(of, first), next];
        first = this.program.push({ kind: 'split', next: ways }) - 1;
      }
    }
    for (let i = 0; i < least; i++) {
      const before = this.program.length;
      first = this.emit(of, first);
      if (this.program.length === before) break;
    }
    return first;
  }

  /** Adds the steps reachable from `step` without taking a byte or checking an assertion. */
  private follow(step: number, into: Set<number>): void {
    const pending = [step];
    while (pending.length > 0) {
      const at = pending.pop() ?? 0;
      if (into.has(at)) continue;
      into.add(at);
      const found = this.program[at];
      if (found.kind === 'split') pending.push(...found.next);
    }
  }

  private stateOf(steps: Set<number>, before: Before): number {
    const kept = [...steps].filter(step => this.program[step].kind !== 'split').sort((a, b) => a - b);
    const key = `${before}:${kept.join(',')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = this.states.push({ steps: kept, before, atEnd: null, matched: kept.includes(0) }) - 1;
    this.known.set(key, id);
    if (id * 256 === this.transitions.length) {
      const larger = new Int32Array(this.transitions.length * 2);
      larger.set(this.transitions);
      this.transitions = larger;
    }
    this.transitions.fill(UNKNOWN, id << 8, (id + 1) << 8);
    return id;
  }

  /** The steps of a state once the assertions that hold between `before` and what comes are passed. */
  private settled(state: State, byte: number, isLast: boolean): Set<number> {
    const steps = new Set(state.steps);
    for (;;) {
      const size = steps.size;
      for (const at of [...steps]) {
        const step = this.program[at];
        if (step.kind === 'assert' && holds(step.what, state.before, byte, isLast))
          this.follow(step.next, steps);
      }
      if (steps.size === size) return steps;
    }
  }

  private advance(from: number, byte: number, isLast: boolean): number {
    const state = this.states[from];
    const steps = this.settled(state, byte, isLast);
    if (steps.has(0)) {
      if (!isLast) this.transitions[(from << 8) | byte] = MATCHED;
      return MATCHED;
    }
    const reached = new Set<number>();
    for (const at of steps) {
      const step = this.program[at];
      if (step.kind === 'bytes' && step.set[byte] === 1) this.follow(step.next, reached);
    }
    let next: number;
    if (reached.size === 0 && this.anchored) {
      next = DEAD;
    } else if (reached.has(0)) {
      next = MATCHED;
    } else {
      this.follow(this.start, reached);
      if (this.states.length >= MOST_STATES) {
        this.reset();
        return this.stateOf(reached, beforeOf(byte));
      }
      next = this.stateOf(reached, beforeOf(byte));
      if (this.states[next].matched) next = MATCHED;
    }
    if (!isLast) this.transitions[(from << 8) | byte] = next;
    return next;
  }

  private endsWell(at: number): boolean {
    const state = this.states[at];
    state.atEnd ??= this.settled(state, -1, true).has(0);
    return state.atEnd;
  }
}

function beforeOf(byte: number): Before {
  return isWordByte(byte) ? Before.WORD : byte === 10 ? Before.NEWLINE : Before.OTHER;
}

/** Whether an assertion holds; `byte` is what comes, -1 at the end; `isLast`: nothing comes after it. */
function holds(what: Assertion, before: Before, byte: number, isLast: boolean): boolean {
  const wordBefore = before === Before.WORD;
  const wordAfter = byte >= 0 && isWordByte(byte);
  switch (what) {
    case 'start':
      return before === Before.START;
    case 'lineStart':
      return before === Before.START || (before === Before.NEWLINE && byte >= 0);
    case 'end':
      return byte < 0;
    case 'lastLine':
      return byte < 0 || (byte === 10 && isLast);
    case 'lineEnd':
      return byte < 0 || byte === 10;
    case 'word':
      return wordBefore !== wordAfter;
    case 'notWord':
      return wordBefore === wordAfter;
  }
}

function beginsAtStart(regex: Regex): boolean {
  if (regex.kind === 'assert') return regex.what === 'start';
  if (regex.kind === 'sequence') return regex.parts.length > 0 && beginsAtStart(regex.parts[0]);
  if (regex.kind === 'either') return regex.choices.every(beginsAtStart);
  return false;
}
