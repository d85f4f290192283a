/** The fragment header of IPv6 (RFC 8200 4.5) and reassembly. */
import { get16, get32, toHex } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { FRAGMENT_DATA, registerExtension } from '../nextHeader';
import { Reassembler, type ReassemblyFields } from '../reassembly';
import { StateSlot } from '../state';
import { FRAGHDR, IPV6 } from './fields';

const FRAGMENTS: ReassemblyFields = {
  fragments: IPV6.fragments,
  fragment: IPV6.fragment,
  overlap: IPV6.fragmentOverlap,
  conflict: IPV6.fragmentOverlapConflict,
  multipleTails: IPV6.fragmentMultipletails,
  tooLong: IPV6.fragmentToolongfragment,
  error: IPV6.fragmentError,
  count: IPV6.fragmentCount,
  length: IPV6.reassembledLength,
  data: IPV6.reassembledData,
};
const reassembly = new StateSlot(() => new Reassembler(FRAGMENTS));

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  d.need(at, 8, end, reported);
  const outer = d.open(FRAGHDR.self, at, 8);
  const word = get16(bytes, at + 2);
  d.add(FRAGHDR.nxt, at, 1, bytes[at]);
  d.add(FRAGHDR.reservedOctet, at + 1, 1, bytes[at + 1]);
  d.add(FRAGHDR.offset, at + 2, 2, word >> 3);
  d.add(FRAGHDR.reservedBits, at + 2, 2, (word >> 1) & 3);
  d.add(FRAGHDR.more, at + 2, 2, word & 1);
  d.add(FRAGHDR.ident, at + 4, 4, get32(bytes, at + 4));
  d.close(outer);
  d.nextHeader = bytes[at];
  const more = (word & 1) !== 0;
  if (word >> 3 === 0 && !more) return at + 8;
  const complete = d.packetWhole && end === reported;
  const whole = complete ? reassemble(d, at, word >> 3, more, end) : null;
  if (whole === null) {
    d.nextHeader = FRAGMENT_DATA;
    return at + 8;
  }
  d.bytes = whole;
  d.currentSource = d.addSource(whole);
  d.chainEnd = whole.length;
  d.chainReported = whole.length;
  d.currentParent = d.extensionParent;
  reassembly.of(d).addFields(d);
  return 0;
}

function reassemble(d: Dissection, at: number, units: number, more: boolean, end: number): Uint8Array | null {
  const addresses = toHex(d.addressBytes, d.sourceAddress, d.sourceAddress + 32);
  const key = `${addresses} ${get32(d.bytes, at + 4)}`;
  return reassembly.of(d).add(d, key, units * 8, at + 8, end, more);
}

registerExtension(44, { protocol: FRAGHDR.self, dissect });
