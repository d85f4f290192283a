/** ESP (RFC 4303): what is readable without keys. */
import { IPPROTO_ESP } from '../wire/ipv6';
import { add32 } from './append';
import type { Dissection } from './dissection';
import { defineProtocol } from './registry';
import { type Handle, ipProtocols } from './tables';

export const ESP = defineProtocol(
  'esp',
  'Encapsulating Security Payload',
  {
    spi: ['esp.spi', 'uint32', 'hexdec', 'ESP SPI'],
    sequence: ['esp.sequence', 'uint32', 'dec', 'ESP Sequence'],
  },
  { short: 'ESP' },
);

function dissectEsp(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(ESP.self, at, end - at);
  add32(d, ESP.spi, at, end, reported);
  add32(d, ESP.sequence, at + 4, end, reported);
  d.close(outer);
  return reported;
}

const esp: Handle = { protocol: ESP.self, dissect: dissectEsp, leaf: true };
ipProtocols.register(esp, IPPROTO_ESP);
