/** What TCP options say in the info column, each in its turn. */
import type { Dissection } from '../dissection';
import { IP_OPT_QS_RATE } from '../names/ip';
import { valueName } from '../names/valueNames';
import type { FieldId } from '../registry';
import { ACKNOWLEDGEMENT_RATE, COUNTERS_0, COUNTERS_1, FAST_OPEN } from '../tcp/experiments';
import { TCP } from '../tcp/fields';
import type { Layer } from './layer';

/** Text of entry `k`. */
type OptionText = (value: number, d: Dissection, k: number) => string;

function named(name: string): OptionText {
  return value => ` ${name}=${value}`;
}

const TEXTS: readonly (readonly [FieldId, OptionText])[] = [
  [TCP.optionsMssVal, named('MSS')],
  [TCP.optionsWscaleMultiplier, named('WS')],
  [TCP.optionsSackPerm, () => ' SACK_PERM'],
  [TCP.optionsSackLe, named('SLE')],
  [TCP.optionsSackRe, named('SRE')],
  [TCP.optionsEchoValue, named('ECHO')],
  [TCP.optionsTimestampTsval, named('TSval')],
  [TCP.optionsTimestampTsecr, named('TSecr')],
  [TCP.optionsCcValue, named('CC')],
  [TCP.optionsMd5, () => ' MD5'],
  [TCP.optionsScpsVector, spaceCapabilities],
  [TCP.optionsScpsBinding, value => (value === 0 ? '' : ` Connection ID=${value}`)],
  [TCP.optionsQsRate, value => ` QSresp=${valueName(IP_OPT_QS_RATE, value) ?? 'Unknown'}`],
  [TCP.optionsUserToVal, named('USER_TO')],
  [TCP.optionsAo, () => 'TCP AO'],
  [TCP.optionsTfoRequest, () => ' TFO=R'],
  [TCP.optionsTfoCookie, () => ' TFO=C'],
  [TCP.optionsAccEcn, (_, d, k) => (d.length[k] === EMPTY_OPTION ? ' AccECN' : '')],
  [TCP.optionsAccEcnEe0b, named('EE0B')],
  [TCP.optionsAccEcnEceb, named('ECEB')],
  [TCP.optionsAccEcnEe1b, named('EE1B')],
  [TCP.optionsExperimentalExid, experiment],
  [TCP.optionsTarrRate, value => (value === 0 ? '' : `=${value}`)],
];
const TEXT_OF: ReadonlyMap<FieldId, OptionText> = new Map(TEXTS);

/** Bytes of an option without content. */
const EMPTY_OPTION = 2;
/**
 * Experiments that have words of their own (RFC 6994's registry): fast open, accurate ECN's counters, rate
 * requests.
 */
const COUNTERS = new Set([COUNTERS_0, COUNTERS_1]);

function experiment(number: number): string {
  if (number === FAST_OPEN || COUNTERS.has(number)) return '';
  if (number === ACKNOWLEDGEMENT_RATE) return ' TARR';
  return ` ExID=${number.toString(16).toUpperCase()}`;
}

/** Capabilities from the highest bit on; the three lowest are reserved together. */
const CAPABILITIES = ['BETS', 'SNACK1', 'SNACK2', 'COMP', 'NLTS'];

function spaceCapabilities(bits: number): string {
  const names = CAPABILITIES.filter((_, i) => (bits & (0x80 >>> i)) !== 0);
  if ((bits & 7) !== 0) names.push('RESERVED');
  return ` SCPS[${names.join(', ')}]`;
}

export const OPTION_FIELDS: readonly FieldId[] = [
  ...TEXT_OF.keys(),
  TCP.optionsRvbdProbe,
  TCP.optionsRvbdTrpy,
];

/** What the options of a segment say, in their order. */
export function optionTexts(layer: Layer): string {
  const { d } = layer;
  let text = '';
  for (let k = layer.entry + 1; k < layer.end; k++) {
    if (d.nth[k] === d.nth[layer.entry]) text += TEXT_OF.get(d.field[k])?.(d.value[k], d, k) ?? '';
  }
  return text;
}

/** What stands before a segment by which appliances of WAN optimization find one another. */
export function probePrefix(layer: Layer): string {
  if (layer.has(TCP.optionsRvbdTrpy)) return 'TRPY, ';
  const probe = layer.find(TCP.optionsRvbdProbe);
  if (probe < 0) return '';
  const kind = layer.bytes[layer.d.offset[probe] + 2];
  return kind === 0x01 ? 'S+, ' : kind === 0x11 ? 'SA+, ' : '';
}
