/** What may be typed at a place of a `.stack` file. */
import { catalogue, counterMeaning, faultable, outputKinds } from '#stack/running';
import { completeFilter } from '../../decode/filter';
import { writableField, writableFields } from '../../decode/write';
import { errnoNames } from '../errno';
import { quote } from '../lexer';
import { comparisons, kernelOptions, memberWords } from '../nodes';
import { verdictWords } from '../parse/scenario';
import { machineWords } from '../parse/stack';
import { commandEntries, type ReferenceEntry, referenceOf, wordsOf } from '../reference';
import { algorithmNames, isAlgorithm } from '../reference/algorithms';
import type { Range } from '../text';
import { type DocumentNames, namesIn } from './names';
import { type TypingPlace, typingAt } from './place';

/** One offer. The range is the part of the text that it replaces. */
export interface Offer extends Range {
  readonly text: string;
  readonly kind:
    | 'command'
    | 'option'
    | 'interface'
    | 'address'
    | 'decision'
    | 'outcome'
    | 'verdict'
    | 'counter'
    | 'setting'
    | 'field'
    | 'file'
    | 'error';
  /** One line. */
  readonly detail: string;
  readonly reference: ReferenceEntry | null;
}

/**
 * Offers at an offset; none inside a comment. Never throws.
 *
 * @param captures names of captures that a `replay` line may give, relative to the file
 */
export function completeStack(text: string, offset: number, captures: readonly string[] = []): Offer[] {
  const place = typingAt(text, offset);
  if (place === null) return [];
  const command = place.before[0]?.text;
  if (command === undefined) return commands(place);
  const offers = new Offers(place, namesIn(text));
  switch (command) {
    case 'link':
      link(offers);
      break;
    case 'replay':
      replay(offers, captures);
      break;
    case 'expect':
      expectation(offers);
      break;
    case 'fault':
      return fault(offers, text, offset);
    case 'divert':
      return divert(offers, text, offset);
    default:
      words(offers, command);
  }
  return offers.found;
}

/** Offers of one kind after the other, all for the word being typed. */
class Offers {
  readonly found: Offer[] = [];
  /** Words of the statement before the one being typed. */
  readonly before: readonly string[];
  readonly last: string;

  constructor(
    readonly place: TypingPlace,
    readonly names: DocumentNames,
  ) {
    this.before = place.before.map(token => token.text);
    this.last = this.before[this.before.length - 1];
  }

  /** @param skip length of the part of the word that stays */
  add(
    kind: Offer['kind'],
    texts: Iterable<string>,
    details: Readonly<Record<string, string>> = {},
    skip = 0,
  ) {
    const { from, to } = this.place;
    for (const text of texts) {
      const detail = Object.hasOwn(details, text) ? details[text] : '';
      this.found.push({ text, kind, detail, reference: null, from: from + skip, to });
    }
  }

  /** Words of a command, with what they mean. */
  words(command: string, texts?: readonly string[]): void {
    const entries =
      texts === undefined
        ? wordsOf(command).filter(({ word }) => !isAlgorithm(word))
        : texts.map(text => referenceOf(command, text)).filter(entry => entry !== undefined);
    for (const entry of entries) this.found.push(offerOf(entry, this.place));
  }

  interfaces(): void {
    this.add('interface', this.names.interfaces);
  }
}

function offerOf(entry: ReferenceEntry, { from, to }: Range): Offer {
  const setting = entry.command === 'sysctl' && entry.word !== 'sysctl';
  return {
    text: setting ? `${entry.word}=` : entry.word,
    kind: setting ? 'setting' : entry.word === entry.command ? 'command' : 'option',
    detail: entry.syntax,
    reference: entry,
    from,
    to,
  };
}

function commands(place: TypingPlace): Offer[] {
  return commandEntries
    .filter(({ word }) => !place.timed || machineWords.includes(word))
    .map(entry => ({ ...offerOf(entry, place), kind: 'command' }));
}

/** Words after which an interface stands. */
const beforeInterface: ReadonlySet<string> = new Set([
  'vlandev',
  'parent',
  ...memberWords,
  'static',
  '-ifp',
  '-interface',
  '-iface',
  'via',
  'recv',
  'xmit',
  '-i',
]);

/** Commands that take words of their own, interfaces, addresses and prefixes. */
function words(offers: Offers, command: string): void {
  const { before, last, place, names } = offers;
  const algorithms = saCommand(before) ? algorithmNames[last] : undefined;
  if (algorithms !== undefined) {
    offers.words('setkey', algorithms);
    return;
  }
  const zone = place.typed.indexOf('%');
  if (zone >= 0) {
    offers.add('interface', names.interfaces, {}, zone + 1);
    return;
  }
  if (beforeInterface.has(last) || (command === 'ifconfig' && before.length === 1)) {
    offers.interfaces();
    return;
  }
  if (command === 'capture') {
    if (before.length === 1) offers.interfaces();
    else if (before.length === 2) offers.words('capture');
    return;
  }
  if ((command === 'mld' && before.length === 2) || (command === 'rtsol' && before.length === 1))
    offers.interfaces();
  else if (command === 'options' || command === 'nooptions') offers.add('option', kernelOptions);
  else {
    offers.words(command);
    if (!['ifconfig', 'sysctl', 'hostname', 'seed'].includes(command) || /^inet6?$/.test(last)) {
      offers.add('address', names.addresses);
      if (command !== 'ndp' && command !== 'arp') offers.add('address', names.prefixes);
    }
  }
}

/** True on a line that adds an association. */
function saCommand([command, statement]: readonly string[]): boolean {
  return command === 'add' || (command === 'setkey' && statement === 'add');
}

/** Interfaces that no end of this link is yet, and `delay` once there are two. */
function link(offers: Offers): void {
  const { before, last, names } = offers;
  if (last === 'delay' || before.includes('delay')) return;
  offers.add(
    'interface',
    names.placed.filter(name => !before.includes(name)),
  );
  if (before.length > 2) offers.words('link', ['delay']);
}

function replay(offers: Offers, captures: readonly string[]): void {
  const { before, last, place, names } = offers;
  const equals = place.typed.lastIndexOf('=');
  if (before.length === 1) files(offers, captures);
  else if (last === 'on' || last === '=') offers.add('interface', names.placed);
  else if (equals >= 0) offers.add('interface', names.placed, {}, equals + 1);
  else if (before.length === 2) offers.words('replay', ['on']);
}

function files(offers: Offers, names: readonly string[]): void {
  offers.add(
    'file',
    names.map(name => quote(name, true)),
  );
}

function expectation(offers: Offers): void {
  const { before, last, place, names } = offers;
  const [, what] = before;
  if (before.length === 1) {
    offers.words('expect', ['frame', 'counter']);
    verdicts(offers);
  } else if (what === 'counter' && before.length === 2) counters(offers);
  else if (what !== 'frame') {
    if (before.length === (what === 'counter' ? 3 : 2)) offers.add('option', comparisons);
  } else if (last === 'at' || last === 'through') decisions(offers);
  else if (last === 'sends') offers.add('option', [...outputKinds, 'nothing']);
  else if (last === 'on') offers.interfaces();
  else if (last === 'in') files(offers, names.captures);
  else if (before.length > 2) {
    if (!verdictWords.some(word => before.includes(word)) && !place.quoted) verdicts(offers);
    offers.words(
      'expect',
      ['in', 'at', 'through', 'sends', 'on'].filter(word => !before.includes(word)),
    );
  }
}

function verdicts(offers: Offers): void {
  const { from, to } = offers.place;
  for (const text of verdictWords) {
    const reference = referenceOf('expect', text) ?? null;
    offers.found.push({ text, kind: 'verdict', detail: reference?.meaning ?? '', reference, from, to });
  }
}

function counters(offers: Offers): void {
  const { counters: known } = offers.names;
  offers.add('counter', known, Object.fromEntries(known.map(name => [name, counterMeaning(name) ?? ''])));
}

/** Decisions, and after `=` the outcomes of the one before it. */
function decisions(offers: Offers): void {
  const equals = offers.place.typed.indexOf('=');
  if (equals < 0) {
    const questions = Object.fromEntries(catalogue.map(({ id, question }) => [id, question]));
    offers.add(
      'decision',
      catalogue.map(({ id }) => id),
      questions,
    );
    return;
  }
  const point = catalogue.find(({ id }) => id === offers.place.typed.slice(0, equals));
  if (point === undefined) return;
  const answers = Object.fromEntries(point.outcomes.map((name, i) => [name, point.words[i].answer]));
  offers.add('outcome', point.outcomes, answers, equals + 1);
}

/** Offers within the filter that follows the word `for`. */
function filterOffers({ before, place }: Offers, text: string, offset: number): Offer[] {
  const from = place.before[before.indexOf('for') + 1]?.from ?? place.from;
  const start = text[from] === '"' ? from + 1 : from;
  const completed = completeFilter(text.slice(start, offset), offset - start);
  return completed.items.map(item => ({
    text: item.text,
    kind: 'field',
    detail: item.detail,
    reference: null,
    from: start + completed.from,
    to: offset,
  }));
}

/** The program's words, and behind `set` the fields that it can write. */
function divert(offers: Offers, text: string, offset: number): Offer[] {
  const { before, last, place } = offers;
  if (before.includes('for')) return filterOffers(offers, text, offset);
  const comma = place.typed.lastIndexOf(',');
  if (last === 'set' || comma >= 0 || last.endsWith(',')) {
    const labels = writableFields.map(name => [name, writableField(name)?.info.label ?? '']);
    offers.add('field', writableFields, Object.fromEntries(labels), comma + 1);
  } else if (before.length === 2) offers.words('divert', ['pass', 'drop']);
  else if (last === 'then') offers.words('divert', ['pass']);
  else if (before[2] === 'drop') offers.words('divert', ['after', 'for']);
  else if (before.length > 2)
    offers.words('divert', ['after', 'cookie', 'address', 'name', 'times', 'set', 'unmended', 'then', 'for']);
  return offers.found;
}

function fault(offers: Offers, text: string, offset: number): Offer[] {
  const { before, last } = offers;
  if (before.includes('for')) return filterOffers(offers, text, offset);
  if (before.length === 1) {
    offers.add('option', Object.keys(faultable), faultable);
    offers.words('fault', ['off']);
  } else if (before.length === 2) {
    offers.add('error', errnoNames);
    offers.words('fault', ['off']);
  } else if (/^\d+$/.test(last) && before[before.length - 2] !== 'after') offers.words('fault', ['times']);
  else if (last !== 'after') offers.words('fault', ['after', 'once', 'always', 'for']);
  return offers.found;
}
