/** Words of TCP: ports, flags, numbers as they are on the wire, then what the options say. */
import { get16, get32 } from '../../wire/bytes';
import { TCP_HDRLEN } from '../../wire/tcp';
import { CHECKSUM_BAD } from '../names/checksums';
import { TCP } from '../tcp/fields';
import { ACK, URG } from '../tcp/flags';
import type { Layer } from './layer';
import type { Row } from './row';
import { OPTION_FIELDS, optionTexts, probePrefix } from './tcpOptions';
import type { Words } from './words';

/** Names of flags from the lowest bit on; the three highest bits are reserved together. */
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'];
const RESERVED = 0xe00;

function flagsText(flags: number): string {
  const names = FLAGS.filter((_, bit) => (flags & (1 << bit)) !== 0);
  if ((flags & RESERVED) !== 0) names.push('Reserved');
  return names.length === 0 ? '<None>' : names.join(', ');
}

function say(row: Row, layer: Layer): void {
  row.begin('TCP', `${layer.value(TCP.srcport)} → ${layer.value(TCP.dstport)}`);
  const header = layer.value(TCP.hdrLen);
  if (header < 0) return;
  const { bytes, at } = layer;
  const flags = get16(bytes, at + 12) & 0xfff;
  row.append(` [${flagsText(flags)}] Seq=${get32(bytes, at + 4)}`);
  if ((flags & ACK) !== 0) row.append(` Ack=${get32(bytes, at + 8)}`);
  row.append(` Win=${get16(bytes, at + 14)}`);
  if (header < TCP_HDRLEN)
    row.append(`, bogus TCP header length (${header}, must be at least ${TCP_HDRLEN})`);
  else sayRest(row, layer, flags);
}

function sayRest(row: Row, layer: Layer, flags: number): void {
  if (layer.has(TCP.checksumFfff)) row.append(' [TCP CHECKSUM 0xFFFF]');
  else if (layer.value(TCP.checksumStatus) === CHECKSUM_BAD) row.append(' [TCP CHECKSUM INCORRECT]');
  const urgent = layer.value(TCP.urgentPointer);
  if (urgent < 0) return;
  if ((flags & URG) !== 0) row.append(` Urg=${urgent}`);
  row.info = `${probePrefix(layer)}${row.info}`;
  const length = layer.value(TCP.len);
  if (length >= 0) row.append(` Len=${length}`);
  row.append(optionTexts(layer));
}

export const TCP_WORDS: Words = {
  protocol: TCP.self,
  fields: [
    TCP.srcport,
    TCP.dstport,
    TCP.hdrLen,
    TCP.checksumFfff,
    TCP.checksumStatus,
    TCP.urgentPointer,
    TCP.len,
    ...OPTION_FIELDS,
  ],
  say,
};
