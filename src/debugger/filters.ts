/** Display filters over a packet and over values of the engine, which stand in them like fields. */
import * as running from '#stack/running';
import { type FieldType, fieldNamed } from '../decode';
import { compileFilter, type ExtraField, type Filter, languageWords } from '../decode/filter';
import { ReplayError } from '../replay/error';
import type { Replay } from '../replay/replay';
import { operandValue } from '../replay/words';
import type { Value } from '../stack/trace';
import { engineValue, type Scene, valueAmong } from './engineValues';
import { RequestError } from './requestError';

/** Events looked into for the values that decisions look at. */
const SAMPLED = 256;
/** What a value may be of which nothing is known yet, the likeliest first. */
const guesses: readonly FieldType[] = ['int64', 'ipv6', 'string', 'boolean'];

const NO_PACKETS = new Uint8Array(0);

interface EngineFilter<S extends Scene> {
  readonly filter: Filter<S>;
  /** Names in it that the host itself may bear. */
  readonly names: readonly string[];
  /** True when it asks for fields of the packet alone. */
  readonly ofPacketAlone: boolean;
}

export class EngineFilters {
  /**
   * Values of decisions by name without underscores; null: only the name is known. Made when first asked for.
   */
  private operands: ReadonlyMap<string, Value> | null = null;

  constructor(private readonly replay: Replay) {}

  /** Throws RequestError with the filter's own message. */
  compile(text: string): EngineFilter<Scene> {
    return this.compileWith(text, [extra('verdict', 'string'), extra('decision', 'string')]);
  }

  /** As `compile`, with the fields `verdict` and `decision` as the caller means them. */
  compileWith<S extends Scene>(text: string, own: readonly ExtraField<S>[]): EngineFilter<S> {
    const names = this.engineNames(text);
    let problem = '';
    for (const guess of guesses) {
      const compiled = compileFilter<S>(text, [
        ...own,
        ...names.map(name => extra(name, this.typeOf(name) ?? guess)),
      ]);
      if (compiled.ok) {
        const ofPacketAlone = names.length === 0 && !/\b(verdict|decision)\b/.test(withoutTexts(text));
        const ofHost = names.filter(name => name.includes('.'));
        return { filter: compiled.filter, names: ofHost, ofPacketAlone };
      }
      problem ||= compiled.error.message;
    }
    throw new RequestError(`${text}: ${problem}`);
  }

  /** Names in a filter that are no fields of Wireshark's are values of the engine. */
  private engineNames(text: string): string[] {
    const names = new Set(withoutTexts(text).match(/[A-Za-z_][\w.]*/g) ?? []);
    return [...names].filter(name => {
      if (words.has(name) || fieldNamed(name) !== undefined) return false;
      // A misspelt field is told by the filter's own message.
      if (fieldNamed(name.split('.')[0]) !== undefined) return false;
      return /[._]/.test(name) || this.isKnown(name);
    });
  }

  /** True for the name of a value that decisions look at. */
  isKnown(name: string): boolean {
    return name === 'verdict' || name === 'decision' || this.known().has(bare(name));
  }

  private typeOf(name: string): FieldType | null {
    const { hosts, host } = this.replay;
    const value = valueAmong(hosts, host, name) ?? this.known().get(bare(name)) ?? null;
    if (value === null) return null;
    if (typeof value === 'string') return 'string';
    if (typeof value === 'boolean') return 'boolean';
    if (typeof value === 'number') return 'int64';
    return value.length === 16 ? 'ipv6' : value.length === 4 ? 'ipv4' : 'bytes';
  }

  private known(): ReadonlyMap<string, Value> {
    this.operands ??= knownOperands(this.replay);
    return this.operands;
  }
}

/** Values that decisions looked at in the first events, and the names that their sentences mention. */
function knownOperands(replay: Replay): Map<string, Value> {
  const known = new Map<string, Value>();
  for (const { question, words: outcomes } of running.catalogue) {
    const texts = [question, ...outcomes.flatMap(({ answer, verdict }) => [answer, verdict ?? ''])];
    for (const text of texts) for (const [, name] of text.matchAll(/\{(\w+)\}/g)) known.set(bare(name), null);
  }
  try {
    for (let event = 0; event < SAMPLED; event++) {
      for (const { operands } of replay.skim(event, NO_PACKETS)?.steps ?? []) {
        for (const [name, operand] of Object.entries(operands)) {
          const value = operandValue(operand);
          if (value !== null || !known.has(bare(name))) known.set(bare(name), value);
        }
      }
    }
  } catch (error) {
    // There are fewer events.
    if (!(error instanceof ReplayError)) throw error;
  }
  return known;
}

/** `in_zone` means `inzone`. */
function bare(name: string): string {
  return name.replaceAll('_', '');
}

function extra(name: string, type: FieldType): ExtraField<Scene> {
  return {
    name,
    type,
    get: scene => {
      const value = engineValue(scene, name);
      return value === undefined || !fits(value, type) ? undefined : value;
    },
  };
}

/**
 * A name may stand for values of several kinds; those of another than the filter was made for are no values
 * to it.
 */
function fits(value: Value, type: FieldType): boolean {
  if (type === 'string') return true;
  if (type === 'int64' || type === 'boolean') return typeof value === 'number' || typeof value === 'boolean';
  return value instanceof Uint8Array && (type !== 'ipv6' || value.length === 16);
}

function withoutTexts(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** Words in a filter that are no values of the engine to be found by their names. */
const words: ReadonlySet<string> = new Set(['verdict', 'decision', ...languageWords]);
