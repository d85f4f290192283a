/** Words of ICMPv6. */
import {
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ND_NEIGHBOR_ADVERT,
  ND_NEIGHBOR_SOLICIT,
} from '../../wire/icmp6';
import { ICMPV6 } from '../icmpv6/fields';
import { valueName } from '../names/valueNames';
import { fieldInfo } from '../registry';
import { fieldText } from '../text';
import type { Layer } from './layer';
import { hexText } from './numbers';
import type { Row } from './row';
import type { Words } from './words';

const EXPERIMENTAL_MOBILITY = 150;
const FAST_HANDOVER = 154;

const UNREACHABLE = [
  'no route to destination',
  'Administratively prohibited',
  'Beyond scope of source address',
  'Address unreachable',
  'Port unreachable',
  'Source address failed ingress/egress policy',
  'Reject route to destination',
  'Error in Source Routing Header',
];

/** Names of codes, for the types whose code is named. */
const CODES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: UNREACHABLE,
  3: ['hop limit exceeded in transit', 'fragment reassembly time exceeded'],
  4: [
    'erroneous header field encountered',
    'unrecognized Next Header type encountered',
    'unrecognized IPv6 option encountered',
    'IPv6 First Fragment has incomplete IPv6 Header Chain',
  ],
  138: { 0: 'Command', 1: 'Result', 255: 'Sequence number reset' },
  139: [
    'Query subject = IPv6 addresses',
    'Query subject = DNS name or empty',
    'Query subject = IPv4 addresses',
  ],
  140: ['Successful', 'Refused', 'Unknown query type'],
  155: {
    0: 'DODAG Information Solicitation',
    1: 'DODAG Information Object',
    2: 'Destination Advertisement Object',
    3: 'Destination Advertisement Object Acknowledgment',
    4: 'P2P Discovery Reply Object',
    5: 'P2P Discovery Reply Object Acknowledgement',
    128: 'Secure DODAG Information Solicitation',
    129: 'Secure DODAG Information Object',
    130: 'Secure Destination Advertisement Object',
    131: 'Secure Destination Advertisement Object Acknowledgment',
    132: 'P2P Secure Discovery Reply Object',
    133: 'P2P Secure Discovery Reply Object Acknowledgement',
    138: 'Consistency Check',
  },
  160: ['No error'],
  161: [
    'No error',
    'Malformed Query',
    'No Such Interface',
    'No Such Table Entry',
    'Multiple Interfaces Satisfy Query',
  ],
};

/** What a link address in an option is to the message, by the option's type. */
const LINK_ADDRESSES: Readonly<Record<number, string>> = { 1: 'from', 2: 'is at' };
const MAC_LENGTH = 6;

function codeText(type: number, code: number): string | undefined {
  const names = CODES[type];
  if (names === undefined) return undefined;
  return names[code] ?? (type === 1 ? 'Unknown' : `Unknown (${code})`);
}

function say(row: Row, layer: Layer): void {
  const type = layer.value(ICMPV6.type);
  const code = layer.value(ICMPV6.code);
  if (type < 0) return;
  row.info = layer.name(ICMPV6.type) ?? `Unknown (${type})`;
  const codeName = code < 0 ? undefined : codeText(type, code);
  if (codeName !== undefined) row.append(` (${codeName})`);
  switch (type) {
    case ICMP6_ECHO_REQUEST:
    case ICMP6_ECHO_REPLY:
      sayEcho(row, layer);
      break;
    case ND_NEIGHBOR_SOLICIT:
      if (layer.has(ICMPV6.ndNsTargetAddress)) row.append(` for ${layer.text(ICMPV6.ndNsTargetAddress)}`);
      break;
    case ND_NEIGHBOR_ADVERT:
      sayAdvertisement(row, layer);
      break;
    case EXPERIMENTAL_MOBILITY:
    case FAST_HANDOVER:
      if (layer.has(ICMPV6.fmip6Subtype)) row.append(` (${subtypeText(layer)})`);
      break;
  }
  sayLinkAddresses(row, layer);
}

function sayEcho(row: Row, layer: Layer): void {
  if (!layer.has(ICMPV6.echoSequenceNumber)) return;
  row.append(` id=0x${hexText(layer.value(ICMPV6.echoIdentifier), 4)}`);
  row.append(`, seq=${layer.value(ICMPV6.echoSequenceNumber)}`);
  if (row.chain === 6) row.append(`, hop limit=${row.ttl}`);
  const request = layer.value(ICMPV6.respTo);
  if (request >= 0) row.append(` (request in ${request})`);
}

function sayAdvertisement(row: Row, layer: Layer): void {
  if (!layer.has(ICMPV6.ndNaTargetAddress)) return;
  const flags: string[] = [];
  if (layer.value(ICMPV6.ndNaFlagR) === 1) flags.push('rtr');
  if (layer.value(ICMPV6.ndNaFlagS) === 1) flags.push('sol');
  if (layer.value(ICMPV6.ndNaFlagO) === 1) flags.push('ovr');
  row.append(` ${layer.text(ICMPV6.ndNaTargetAddress)} (${flags.join(', ') || 'none'})`);
}

function subtypeText(layer: Layer): string {
  const subtype = layer.value(ICMPV6.fmip6Subtype);
  return valueName(fieldInfo(ICMPV6.fmip6Subtype).values, subtype) ?? `Unknown (${subtype})`;
}

/**
 * Each option with a link address of 6 or 8 bytes tells whose it is; of 8 bytes, tshark takes every one for
 * the source.
 */
function sayLinkAddresses(row: Row, layer: Layer): void {
  const { d } = layer;
  let kind = 0;
  for (let k = layer.entry + 1; k < layer.end; k++) {
    if (d.nth[k] !== d.nth[layer.entry]) continue;
    if (d.field[k] === ICMPV6.optType) kind = d.value[k];
    else if (d.field[k] === ICMPV6.optLinkaddrEui64) row.append(` from ${fieldText(d, k)}`);
    else if (d.field[k] === ICMPV6.optLinkaddr && d.length[k] === MAC_LENGTH && kind in LINK_ADDRESSES) {
      row.append(` ${LINK_ADDRESSES[kind]} ${fieldText(d, k)}`);
    }
  }
}

export const ICMPV6_WORDS: Words = {
  protocol: ICMPV6.self,
  fields: [
    ICMPV6.type,
    ICMPV6.code,
    ICMPV6.echoIdentifier,
    ICMPV6.echoSequenceNumber,
    ICMPV6.respTo,
    ICMPV6.ndNsTargetAddress,
    ICMPV6.ndNaTargetAddress,
    ICMPV6.ndNaFlagR,
    ICMPV6.ndNaFlagS,
    ICMPV6.ndNaFlagO,
    ICMPV6.fmip6Subtype,
    ICMPV6.optType,
    ICMPV6.optLinkaddr,
    ICMPV6.optLinkaddrEui64,
  ],
  begin: row => row.begin('ICMPv6'),
  say,
  quotes: true,
};
