/** Words of ICMP. */
import { ICMP_ROUTERADVERT, ICMP_ROUTERADVERT_NOROUTE_COMMON } from '../../wire/icmp';
import { ICMP } from '../icmp/fields';
import type { Layer } from './layer';
import { hexText } from './numbers';
import type { Row } from './row';
import type { Words } from './words';

/** Types are padded to this width. */
const WIDTH = 20;

const TYPES: Readonly<Record<number, string>> = {
  0: 'Echo (ping) reply',
  1: 'Reserved',
  2: 'Reserved',
  3: 'Destination unreachable',
  4: 'Source quench (flow control)',
  5: 'Redirect',
  6: 'Alternate host address',
  8: 'Echo (ping) request',
  9: 'Router advertisement',
  10: 'Router solicitation',
  11: 'Time-to-live exceeded',
  12: 'Parameter problem',
  13: 'Timestamp request',
  14: 'Timestamp reply',
  15: 'Information request',
  16: 'Information reply',
  17: 'Address mask request',
  18: 'Address mask reply',
  19: 'Reserved (for security)',
  30: 'Traceroute',
  31: 'Datagram Conversion Error',
  32: 'Mobile Host Redirect',
  33: 'IPv6 Where-Are-You',
  34: 'IPv6 I-Am-Here',
  35: 'Mobile Registration Request',
  36: 'Mobile Registration Reply',
  37: 'Domain Name Request',
  38: 'Domain Name Reply',
  39: 'SKIP',
  40: 'Photuris',
  41: 'Experimental mobility protocols',
  42: 'Extended Echo request',
  43: 'Extended Echo reply',
};
const MOBILE_ADVERTISEMENT = 'Mobile IP Advertisement';

/** Names of codes, for the types whose code is named. */
const CODES: Readonly<Record<number, readonly string[]>> = {
  3: [
    'Network unreachable',
    'Host unreachable',
    'Protocol unreachable',
    'Port unreachable',
    'Fragmentation needed',
    'Source route failed',
    'Destination network unknown',
    'Destination host unknown',
    'Source host isolated',
    'Network administratively prohibited',
    'Host administratively prohibited',
    'Network unreachable for TOS',
    'Host unreachable for TOS',
    'Communication administratively filtered',
    'Host precedence violation',
    'Precedence cutoff in effect',
  ],
  5: [
    'Redirect for network',
    'Redirect for host',
    'Redirect for TOS and network',
    'Redirect for TOS and host',
  ],
  6: ['Alternate address for host'],
  9: ['Normal router advertisement'],
  11: ['Time to live exceeded in transit', 'Fragment reassembly time exceeded'],
  12: ['Pointer indicates the error', 'Required option missing', 'Bad length'],
  40: [
    'Bad SPI',
    'Authentication Failed',
    'Decompression Failed',
    'Decryption Failed',
    'Need Authentication',
    'Need Authorization',
  ],
  42: ['No error'],
  43: [
    'No error',
    'Malformed Query',
    'No Such Interface',
    'No Such Table Entry',
    'Multiple Interfaces Satisfy Query',
  ],
};

function typeText(type: number, code: number): string {
  const isMobile = type === ICMP_ROUTERADVERT && (code === 0 || code === ICMP_ROUTERADVERT_NOROUTE_COMMON);
  return isMobile ? MOBILE_ADVERTISEMENT : (TYPES[type] ?? 'Unknown ICMP (obsolete or malformed?)');
}

function codeText(type: number, code: number): string | undefined {
  if (type === ICMP_ROUTERADVERT && code === ICMP_ROUTERADVERT_NOROUTE_COMMON)
    return 'Does not route common traffic';
  const names = CODES[type];
  return names === undefined ? undefined : (names[code] ?? `Unknown code: ${code}`);
}

function say(row: Row, layer: Layer): void {
  const type = layer.value(ICMP.type);
  const code = layer.value(ICMP.code);
  if (code < 0) return;
  const codeName = codeText(type, code);
  row.info = typeText(type, code).padEnd(WIDTH);
  if (codeName !== undefined) row.append(` (${codeName})`);
  const hasSequence = layer.has(ICMP.seq);
  if (!hasSequence) return;
  row.append(` id=0x${hexText(layer.value(ICMP.ident), 4)}`);
  row.append(`, seq=${layer.value(ICMP.seq)}/${layer.value(ICMP.seqLe)}`);
  if (row.chain === 4 && row.ttl >= 0) row.append(`, ttl=${row.ttl}`);
  const request = layer.value(ICMP.respTo);
  if (request >= 0) row.append(` (request in ${request})`);
}

export const ICMP_WORDS: Words = {
  protocol: ICMP.self,
  fields: [ICMP.type, ICMP.code, ICMP.ident, ICMP.seq, ICMP.seqLe, ICMP.respTo],
  begin: row => row.begin('ICMP'),
  say,
  quotes: true,
};
