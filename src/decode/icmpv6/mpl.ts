/** Control messages of the multicast protocol for low-power networks (RFC 7731 8.2). */
import { formatMac } from '../../wire/address';
import { toHex } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { SEED_LENGTHS } from '../mplSeed';
import { ipv6Text } from '../text';
import { addUnknownData } from './experts';
import { ICMPV6 } from './fields';

export function dissectMulticastForwarding(
  d: Dissection,
  at: number,
  end: number,
  reported: number,
  _type: number,
  code: number,
): number {
  if (code !== 0) {
    addUnknownData(d, at, at + 1, end, reported);
    return reported;
  }
  let next = at;
  while (next < reported) next = dissectSeed(d, next, end, reported);
  return next;
}

function dissectSeed(d: Dissection, at: number, end: number, reported: number): number {
  if (end - at < 2) return addRest(d, at, at, reported);
  const first = d.bytes[at];
  d.add(ICMPV6.mplSeedInfoMinSequence, at, 1, first);
  const maskLength = d.bytes[at + 1] >>> 2;
  const code = d.bytes[at + 1] & 3;
  d.add(ICMPV6.mplSeedInfoBmLen, at + 1, 1, maskLength);
  d.add(ICMPV6.mplSeedInfoS, at + 1, 1, code);
  const seedLength = SEED_LENGTHS[code];
  const seed = at + 2;
  if (seed + seedLength > end) return addRest(d, seed, end, reported);
  if (d.wants(ICMPV6.mplSeedInfoSeedId)) {
    d.addText(ICMPV6.mplSeedInfoSeedId, seed, seedLength, seedText(d, seed, seedLength));
  }
  const mask = seed + seedLength;
  if (mask + maskLength > end) return addRest(d, mask, end, reported);
  for (let i = 0; i < maskLength; i++) {
    for (let bit = 0; bit < 8; bit++) {
      if ((d.bytes[mask + i] & (0x80 >>> bit)) !== 0) {
        d.add(ICMPV6.mplSeedInfoSequence, mask + i, 1, (first + 8 * i + bit) & 0xff);
      }
    }
  }
  return mask + maskLength;
}

/** What is too short to be a seed is unknown data, up to `to`. Answers the end of the message. */
function addRest(d: Dissection, at: number, to: number, reported: number): number {
  const outer = d.open(ICMPV6.unknownData, at, to - at);
  expert(d, ICMPV6.unknownDataExpert, SEVERITY.error, GROUP.malformed, at);
  d.close(outer);
  return reported;
}

function seedText(d: Dissection, at: number, length: number): string {
  if (length === 0) return ipv6Text(d.addressBytes, d.sourceAddress);
  if (length === 2) return toHex(d.bytes, at, at + 2);
  return length === 8 ? formatMac(d.bytes, at, 8) : ipv6Text(d.bytes, at);
}
