/**
 * Ethernet configuration testing protocol: loopback frames of bridges and routers. Its numbers are
 * little-endian.
 */

import { dissectData } from './data';
import type { Dissection } from './dissection';
import { LOOP_FUNCTION } from './names/link';
import { defineProtocol } from './registry';
import { ethertypes } from './tables';

export const LOOP = defineProtocol(
  'loop',
  'Configuration Test Protocol (loopback)',
  {
    skipcount: ['loop.skipcount', 'uint16', 'dec', 'skipCount'],
    function: ['loop.function', 'uint16', 'dec', 'Function', { values: LOOP_FUNCTION }],
    relevantFunction: [
      'loop.relevant_function',
      'uint16',
      'dec',
      'Relevant function',
      { values: LOOP_FUNCTION },
    ],
    receiptNumber: ['loop.receipt_number', 'uint16', 'dec', 'Receipt number'],
    forwardingAddress: ['loop.forwarding_address', 'ether', '', 'Forwarding address'],
  },
  { short: 'LOOP' },
);

const REPLY = 1;
const FORWARD = 2;

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const outer = d.openLayer(LOOP.self, at, end - at);
  d.need(at, 2, end, reported);
  const little = (offset: number) => d.bytes[offset] | (d.bytes[offset + 1] << 8);
  const skip = little(at);
  d.add(LOOP.skipcount, at, 2, skip);
  let next = at + 2;
  let more = true;
  while (more) {
    d.need(next, 2, end, reported);
    const code = little(next);
    if (next - at - 2 === skip) d.add(LOOP.relevantFunction, next, 2, code);
    d.add(LOOP.function, next, 2, code);
    next += 2;
    more = false;
    if (code === REPLY) {
      d.need(next, 2, end, reported);
      d.add(LOOP.receiptNumber, next, 2, little(next));
      next += 2;
    } else if (code === FORWARD) {
      d.need(next, 6, end, reported);
      d.add(LOOP.forwardingAddress, next, 6);
      next += 6;
      more = true;
    }
  }
  d.close(outer);
  if (reported > next) dissectData(d, next, end, reported);
  return reported;
}

ethertypes.register({ protocol: LOOP.self, dissect, leaf: false }, 0x9000);
