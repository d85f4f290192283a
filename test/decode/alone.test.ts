/** A field is the same whatever else is asked for: who asks for one has only that decoded. */
import assert from 'node:assert/strict';
import { Capture, MemorySource } from '../../src/capture';
import { allFields, decodeLines } from '../../src/decode';
import { type CraftedFrame, ethernet, ipv4, pcapOf, udp } from '../tshark/crafted';
import { craftedIcmp, craftedIgmp } from '../tshark/craftedIcmp';
import { craftedIcmpv6 } from '../tshark/craftedIcmpv6';
import { craftedQuotes } from '../tshark/craftedQuotes';
import { craftedTcp, craftedUdp } from '../tshark/craftedTcp';
import { craftedGre, craftedSecurity } from '../tshark/craftedTunnels';

/** A datagram whose TTL another router would let die. */
const dying: CraftedFrame = {
  name: 'a TTL of 1',
  bytes: ethernet(0x800, ipv4(17, udp(4000, 4001, new Uint8Array(4)), 1)),
};

const groups: Readonly<Record<string, readonly CraftedFrame[]>> = {
  'IPv4 and ICMP': [dying, ...craftedIcmp()],
  ICMPv6: craftedIcmpv6(),
  IGMP: craftedIgmp(),
  TCP: craftedTcp(),
  UDP: craftedUdp(),
  GRE: craftedGre(),
  security: craftedSecurity(),
  quotes: craftedQuotes(),
};

const names = [...new Set(allFields().map(field => field.name))];

describe('a field asked for alone', function () {
  this.timeout(120_000);
  for (const [group, frames] of Object.entries(groups)) {
    it(`is what it is among all others: ${group}`, () => {
      const bytes = pcapOf(frames);
      const columns = (fields: readonly string[]) =>
        [...decodeLines(Capture.openWhole(new MemorySource(bytes)), fields, () => undefined)].map(line =>
          line.split('\t'),
        );
      const all = columns(names);
      for (const [i, name] of names.entries()) {
        const among = all.map(row => row[i]);
        if (among.every(text => text === '')) continue;
        assert.deepEqual(
          columns([name]).map(([text]) => text),
          among,
          name,
        );
      }
    });
  }
});
