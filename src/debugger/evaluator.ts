/** Expressions at a moment: display filters over the packet as it is there, and values of the engine. */
import { Decoder, type Dissection, type FieldType, fieldInfo, fieldNamed, fieldText } from '../decode';
import { compileFilter, type ExtraField, type Filter } from '../decode/filter';
import { packetAt, zoneNames } from '../replay/describe';
import type { Recorded } from '../replay/replay';
import { formatValue } from '../replay/words';
import type { Value } from '../stack/trace';
import { toHex } from '../wire/bytes';
import { LINKTYPE_RAW } from '../wire/linktype';
import { engineValue, hostValue, type Scene } from './engineValues';
import type { Moment } from './moment';
import { RequestError } from './requestError';
import { parseEntryName } from './tableEntries';
import type { Timeline } from './timeline';

/** An expression's value. */
export interface Evaluated {
  readonly text: string;
  readonly type: string;
  /** Bytes of the packet it came from. */
  readonly at: { readonly offset: number; readonly length: number } | null;
}

export class Evaluator {
  private readonly decoder = new Decoder();

  constructor(private readonly timeline: Timeline) {}

  /** The packet from the network header on, as it is at a moment; empty where there is none. */
  packetAt(recorded: Recorded, step: number): Uint8Array {
    const { steps } = recorded;
    for (let i = Math.min(step, steps.length - 1); i >= 0; i--) {
      if (steps[i].packet.length > 0) return steps[i].packet;
    }
    const { kind, position } = recorded;
    // Before the link has taken the header off, the packet is as it was captured.
    return kind === 'frame' || kind === 'passed'
      ? packetAt(this.timeline.replay, position)
      : new Uint8Array(0);
  }

  /** The packet dissected; valid until the next call. */
  dissectionAt(recorded: Recorded, step: number): Dissection {
    const packet = this.packetAt(recorded, step);
    const frame = { number: 1, seconds: 0, nanoseconds: 0, originalLength: packet.length };
    return this.decoder.dissect(packet, 0, packet.length, LINKTYPE_RAW, frame);
  }

  /** A test for a condition. Throws RequestError with the filter's own message. */
  condition(text: string): (moment: Moment) => boolean {
    const filter = this.compile(text);
    return moment => {
      const recorded = this.timeline.recorded(moment.event);
      return filter.matches(this.dissectionAt(recorded, moment.step), this.scene(recorded, moment.step));
    };
  }

  /** True for what the host itself bears, so that it can be looked at without a packet: counters, settings, entries of tables. */
  isHostValue(expression: string): boolean {
    const name = expression.trim();
    if (slice(name) !== null || fieldNamed(name) !== undefined) return false;
    return parseEntryName(name) !== null || hostValue(this.timeline.replay.host, name) !== undefined;
  }

  /** Checks an expression without evaluating it. Throws RequestError. */
  check(expression: string): void {
    const plain = slice(expression) !== null || fieldNamed(expression) !== undefined;
    if (!plain && !isName(expression) && parseEntryName(expression) === null) {
      this.compile(expression);
    }
  }

  /** The value of an expression at a moment. Throws RequestError when it cannot be understood there. */
  evaluate(expression: string, moment: Moment): Evaluated {
    if (expression.trim() === '') throw new RequestError('Write an expression, such as ipv6.hlim.');
    const recorded = this.timeline.recorded(moment.event);
    const value = this.valueIn(recorded, moment.step, expression.trim());
    if (value !== null) return value;
    if (isName(expression.trim())) {
      throw new RequestError(`Nothing here is called ${expression.trim()}.`);
    }
    const matches = this.condition(expression)(moment);
    return { text: matches ? 'true' : 'false', type: 'boolean', at: null };
  }

  /** The value as text at a moment; null where there is none. */
  text(expression: string, moment: Moment): string | null {
    return this.textIn(this.timeline.recorded(moment.event), moment.step, expression);
  }

  /** As `text`, in an event already recorded; a filter gives true or false. */
  textIn(recorded: Recorded, step: number, expression: string): string | null {
    const text = expression.trim();
    const isFilter = !isName(text) && slice(text) === null && parseEntryName(text) === null;
    if (!isFilter) return this.valueIn(recorded, step, text)?.text ?? null;
    const holds = this.compile(text).matches(this.dissectionAt(recorded, step), this.scene(recorded, step));
    return holds ? 'true' : 'false';
  }

  /**
   * Where the bytes of a field or slice lie in the packet, and the bits of them that it is (0: all); null when it has none, `part` when it is not
   * known which bits of them it is.
   */
  placeIn(
    recorded: Recorded,
    step: number,
    expression: string,
  ): { offset: number; length: number; mask: number } | 'part' | null {
    const bytes = slice(expression);
    if (bytes !== null) {
      const inside = bytes.length > 0 && bytes.offset + bytes.length <= this.packetAt(recorded, step).length;
      return inside ? { ...bytes, mask: 0 } : null;
    }
    const field = fieldNamed(expression);
    const found = field === undefined ? null : this.fieldIn(recorded, step, expression);
    if (!field || !found?.at) return null;
    const { offset, length } = found.at;
    if (field.mask === 0 && /^u?int/.test(found.type) && length <= 6) {
      const whole = Number.parseInt(toHex(this.packetAt(recorded, step), offset, offset + length), 16);
      if (whole !== Number(found.text.split(', ')[0])) return 'part';
    }
    return { offset, length, mask: field.mask };
  }

  private valueIn(recorded: Recorded, step: number, name: string): Evaluated | null {
    const bytes = slice(name);
    if (bytes !== null) {
      const packet = this.packetAt(recorded, step);
      const text = toHex(packet, bytes.offset, Math.min(packet.length, bytes.offset + bytes.length), ':');
      return { text, type: 'bytes', at: bytes };
    }
    const field = fieldNamed(name);
    if (field !== undefined) return this.fieldIn(recorded, step, name);
    const value = engineValue(this.scene(recorded, step), name);
    if (value === undefined) return null;
    return { text: formatValue(value, zoneNames(recorded.host)), type: typeName(value), at: null };
  }

  private fieldIn(recorded: Recorded, step: number, name: string): Evaluated | null {
    const d = this.dissectionAt(recorded, step);
    const texts: string[] = [];
    let at: Evaluated['at'] = null;
    let type = '';
    for (let k = 0; k < d.count; k++) {
      const info = fieldInfo(d.field[k]);
      if (info.name !== name) continue;
      texts.push(fieldText(d, k));
      type = info.type;
      at ??= d.source[k] === 0 && d.length[k] > 0 ? { offset: d.offset[k], length: d.length[k] } : null;
    }
    return texts.length === 0 ? null : { text: texts.join(', '), type, at };
  }

  private compile(text: string): Filter<Scene> {
    const compiled = compileFilter<Scene>(text, this.extras(text));
    if (compiled.ok) return compiled.filter;
    throw new RequestError(`${text}: ${compiled.error.message}`);
  }

  private scene(recorded: Recorded, step: number): Scene {
    return {
      recorded,
      step,
      host: () => this.timeline.hostAt({ event: recorded.event, step }),
    };
  }

  /** Names in a filter that are no fields of Wireshark's are values of the engine. */
  private extras(text: string): ExtraField<Scene>[] {
    const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const names = new Set(bare.match(/[A-Za-z_][\w.]*/g) ?? []);
    const extras: ExtraField<Scene>[] = [
      { name: 'verdict', type: 'string', get: scene => engineValue(scene, 'verdict') },
      { name: 'decision', type: 'string', get: scene => engineValue(scene, 'decision') },
    ];
    for (const name of names) {
      if (words.has(name) || fieldNamed(name) !== undefined) continue;
      // A misspelt field is told by the filter's own message.
      if (fieldNamed(name.split('.')[0]) !== undefined) continue;
      if (!/[._]/.test(name) && !this.isOperand(name)) continue;
      extras.push({ name, type: this.typeOf(name), get: scene => engineValue(scene, name) });
    }
    return extras;
  }

  private isOperand(name: string): boolean {
    return this.sample(name) !== undefined;
  }

  private typeOf(name: string): FieldType {
    const value = this.sample(name);
    if (typeof value === 'string') return 'string';
    if (typeof value === 'boolean') return 'boolean';
    if (value instanceof Uint8Array)
      return value.length === 16 ? 'ipv6' : value.length === 4 ? 'ipv4' : 'bytes';
    return 'int64';
  }

  /** A value of that name from an event that has run, to know its type by. */
  private sample(name: string): Value | undefined {
    const { replay } = this.timeline;
    for (let event = Math.min(replay.events, 8) - 1; event >= 0; event--) {
      const recorded = this.timeline.recorded(event);
      const value = engineValue(this.scene(recorded, recorded.steps.length), name);
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }
}

/** Words of the filter language that are no names. */
const words = new Set(
  'verdict decision and or not xor in any all eq ne gt lt ge le any_eq all_ne all_eq any_ne contains matches bitand len count lower upper string max min abs True False TRUE FALSE'.split(
    ' ',
  ),
);

function isName(text: string): boolean {
  return /^[A-Za-z_][\w.]*$/.test(text);
}

/** `frame[40:16]`: bytes of the packet. */
function slice(text: string): { offset: number; length: number } | null {
  const match = /^frame\[(\d+)(?::(\d+))?\]$/.exec(text.trim());
  return match === null ? null : { offset: Number(match[1]), length: Number(match[2] ?? 1) };
}

function typeName(value: Value): string {
  if (value === null) return 'none';
  return value instanceof Uint8Array ? 'address' : typeof value;
}
