/** Expressions at a moment: display filters over the packet as it is there, and values of the engine. */
import { type Dissection, fieldInfo, fieldNamed, fieldsNamed, fieldText } from '../decode';
import { type FieldPlace, placeOf, sliceOf } from '../decode/write';
import { packetAt, zoneNames } from '../replay/describe';
import type { Recorded } from '../replay/recorded';
import { formatValue } from '../replay/words';
import type { Host } from '../stack/host';
import type { Value } from '../stack/trace';
import { toHex } from '../wire/bytes';
import {
  engineValue,
  type HostName,
  hostNamed,
  hostValue,
  meaningOfName,
  type Scene,
  valueAmong,
} from './engineValues';
import { EngineFilters } from './filters';
import type { Moment } from './moment';
import { PacketDecoder } from './packetDecoder';
import { RequestError } from './requestError';
import type { Prepared, Sight } from './sight';
import { parseEntryName } from './tableEntries';
import type { Timeline } from './timeline';

/** An expression's value. */
export interface Evaluated {
  readonly text: string;
  readonly type: string;
  /** Bytes of the packet it came from. */
  readonly at: { readonly offset: number; readonly length: number } | null;
}

/** An expression made ready to be read at many moments. */
export interface Reader {
  /** Its value as text, null where there is none. */
  readonly text: Prepared<string | null>;
  /** True when the packet's bytes alone make it. */
  readonly ofPacketAlone: boolean;
}

export class Evaluator {
  private readonly decoder: PacketDecoder;
  private readonly filters: EngineFilters;
  /** The frame whose bytes were read last, for the moments before the link has taken its header off. */
  private arrived: { readonly position: number; readonly packet: Uint8Array } | null = null;

  constructor(private readonly timeline: Timeline) {
    this.decoder = new PacketDecoder(timeline.replay, null);
    this.filters = new EngineFilters(timeline.replay);
  }

  /** The packet from the network header on, as it is at a moment; empty where there is none. */
  packetAt(recorded: Recorded, step: number): Uint8Array {
    const { steps, kind, position } = recorded;
    for (let i = Math.min(step, steps.length - 1); i >= 0; i--) {
      if (steps[i].packet.length > 0) return steps[i].packet;
    }
    // Before the link has taken the header off, the packet is as it was captured.
    if (kind !== 'frame' && kind !== 'passed') return new Uint8Array(0);
    if (this.arrived?.position !== position) {
      this.arrived = { position, packet: packetAt(this.timeline.replay, position) };
    }
    return this.arrived.packet;
  }

  /** The packet dissected; valid until the next call. */
  dissectionAt(recorded: Recorded, step: number): Dissection {
    return this.dissect(this.decoder, recorded, step);
  }

  private dissect(decoder: PacketDecoder, recorded: Recorded, step: number): Dissection {
    return decoder.dissect(this.packetAt(recorded, step), recorded.position);
  }

  /** A test for a condition. Throws RequestError with the filter's own message. */
  condition(text: string): Prepared<boolean> {
    return this.test(text).holds;
  }

  private test(text: string): { readonly holds: Prepared<boolean>; readonly ofPacketAlone: boolean } {
    const { filter, names, ofPacketAlone } = this.filters.compile(text);
    const decoder = new PacketDecoder(this.timeline.replay, filter.fields);
    const at = (sight: Sight, step: number) =>
      filter.matches(this.dissect(decoder, sight.recorded, step), sceneIn(sight, step));
    return { holds: { names, at }, ofPacketAlone };
  }

  /** Makes an expression ready; a filter gives true or false. Throws RequestError. */
  reader(expression: string): Reader {
    const name = expression.trim();
    if (this.isFilter(name)) {
      const { holds, ofPacketAlone } = this.test(name);
      const at = (sight: Sight, step: number) => (holds.at(sight, step) ? 'true' : 'false');
      return { text: { names: holds.names, at }, ofPacketAlone };
    }
    const ofPacketAlone = isOfPacket(name);
    const decoder = new PacketDecoder(
      this.timeline.replay,
      new Set(fieldsNamed(name).map(field => field.id)),
    );
    const at = (sight: Sight, step: number) => this.valueIn(sight, step, name, decoder)?.text ?? null;
    return { text: { names: ofPacketAlone ? [] : [name], at }, ofPacketAlone };
  }

  /**
   * True for what the host itself bears, so that it can be looked at without a packet: counters, settings,
   * entries of tables.
   */
  isHostValue(expression: string): boolean {
    const name = expression.trim();
    if (isOfPacket(name)) return false;
    const { hosts } = this.timeline.replay;
    const rest = this.hostNamed(name)?.rest ?? name;
    return parseEntryName(rest) !== null || hosts.some(host => hostValue(host, rest) !== undefined);
  }

  /** True for what is no single name: its answer is true or false. */
  private isFilter(text: string): boolean {
    const rest = this.hostNamed(text)?.rest ?? text;
    return !isName(rest) && slice(rest) === null && parseEntryName(rest) === null;
  }

  /** The host that an expression begins with, as in `r2.if.em0.mtu`; null for one that is of any. */
  hostNamed(expression: string): HostName | null {
    return hostNamed(this.timeline.replay.hosts, expression.trim());
  }

  /** Checks an expression without evaluating it. Throws RequestError. */
  check(expression: string): void {
    const name = expression.trim();
    const misspelt = isName(name) && fieldNamed(name.split('.')[0]) !== undefined;
    if (!isOfPacket(name) && (this.isFilter(name) || misspelt)) this.filters.compile(name);
  }

  /**
   * Why an expression may have no value anywhere; null for one that has, as far as can be told beforehand.
   */
  doubt(expression: string): string | null {
    const name = expression.trim();
    const known =
      this.isFilter(name) || isOfPacket(name) || this.isHostValue(name) || this.filters.isKnown(name);
    return known ? null : `Nothing has been called ${name} so far.`;
  }

  /** The value of an expression at a moment. Throws RequestError when it cannot be understood there. */
  evaluate(expression: string, moment: Moment): Evaluated {
    const name = expression.trim();
    if (name === '') throw new RequestError('Write an expression, such as ipv6.hlim.');
    const sight = this.timeline.whole(moment.event);
    const value = this.isFilter(name) ? null : this.valueIn(sight, moment.step, name, this.decoder);
    if (value !== null) return value;
    if (fieldNamed(name) !== undefined) throw new RequestError(`The packet has no ${name} here.`);
    if (isName(name)) throw new RequestError(nothingCalled(name));
    const holds = this.condition(name).at(sight, moment.step);
    return { text: holds ? 'true' : 'false', type: 'boolean', at: null };
  }

  /**
   * The value of a name that `host`, or the one of `hosts` that it begins with, bears itself, whatever the
   * packet; null when it bears none of that name.
   */
  ofHost(expression: string, host: Host, hosts: readonly Host[]): Evaluated | null {
    const name = expression.trim();
    const value = isOfPacket(name) ? undefined : valueAmong(hosts, host, name);
    return value === undefined
      ? null
      : { text: formatValue(value, zoneNames(host)), type: typeOf(name, value), at: null };
  }

  /** The value as text at a moment; null where there is none. */
  text(expression: string, moment: Moment): string | null {
    return this.reader(expression).text.at(this.timeline.whole(moment.event), moment.step);
  }

  /**
   * Where the bytes of a field or slice lie in the packet, and the bits of them that it is (0: all); null
   * when it has none, `part` when it is not known which bits of them it is.
   */
  placeIn(recorded: Recorded, step: number, expression: string): FieldPlace | 'part' | null {
    return placeOf(this.dissectionAt(recorded, step), this.packetAt(recorded, step), expression);
  }

  private valueIn(sight: Sight, step: number, name: string, decoder: PacketDecoder): Evaluated | null {
    const { recorded } = sight;
    const bytes = slice(name);
    if (bytes !== null) {
      const packet = this.packetAt(recorded, step);
      const text = toHex(packet, bytes.offset, Math.min(packet.length, bytes.offset + bytes.length), ':');
      return { text, type: 'bytes', at: bytes };
    }
    if (fieldNamed(name) !== undefined) return this.fieldIn(recorded, step, name, decoder);
    const value = engineValue(sceneIn(sight, step), name);
    if (value === undefined) return null;
    return { text: formatValue(value, zoneNames(recorded.host)), type: typeOf(name, value), at: null };
  }

  private fieldIn(recorded: Recorded, step: number, name: string, decoder: PacketDecoder): Evaluated | null {
    const d = this.dissect(decoder, recorded, step);
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
}

/** What is said of a name that nothing bears. */
export function nothingCalled(name: string): string {
  return `Nothing here is called ${name}.`;
}

function sceneIn(sight: Sight, step: number): Scene {
  return { recorded: sight.recorded, step, hostValue: name => sight.through(name).at[step] };
}

/** True for a field, or bytes of the packet. */
function isOfPacket(text: string): boolean {
  return slice(text) !== null || fieldNamed(text) !== undefined;
}

function isName(text: string): boolean {
  return /^[A-Za-z_][\w.]*$/.test(text);
}

/** `frame[40:16]`: bytes of the packet. */
function slice(text: string): { offset: number; length: number } | null {
  const found = sliceOf(text);
  return found?.of === 'frame' ? { offset: found.from, length: found.length } : null;
}

/** A client shows it where one points at a name: for a counter or setting what that means. */
function typeOf(name: string, value: Value): string {
  const meaning = meaningOfName(name);
  if (meaning !== null) return meaning;
  if (value === null) return 'none';
  return value instanceof Uint8Array ? 'address' : typeof value;
}
