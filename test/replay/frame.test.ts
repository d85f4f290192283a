import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { isArp, packetOffset, RECEIVED, SENT, senderOf, UNKNOWN } from '../../src/replay/frame';

const own = Uint8Array.of(2, 0, 0, 0, 1, 2);

function frame(...bytes: number[]): Uint8Array {
  const all = new Uint8Array(bytes.length + 60);
  all.set(bytes);
  return all;
}

function ethernet(source: Uint8Array, ...rest: number[]): Uint8Array {
  return frame(2, 0, 0, 0, 9, 9, ...source, ...rest);
}

function sender(linkType: number, bytes: Uint8Array): number {
  return senderOf(linkType, bytes, 0, bytes.length, own);
}

function network(linkType: number, bytes: Uint8Array): number {
  return packetOffset(linkType, bytes, 0, bytes.length);
}

describe('frame', () => {
  it('knows the machine by its link address', () => {
    assert.equal(sender(1, ethernet(own, 0x86, 0xdd, 0x60)), SENT);
    assert.equal(sender(1, ethernet(Uint8Array.of(2, 0, 0, 0, 1, 1), 0x86, 0xdd, 0x60)), RECEIVED);
    assert.equal(senderOf(1, ethernet(own), 0, 72, new Uint8Array(0)), UNKNOWN);
    assert.equal(senderOf(1, ethernet(own), 0, 13, own), UNKNOWN);
  });

  it('reads the direction of cooked and PKTAP headers', () => {
    assert.equal(sender(113, frame(0, 4)), SENT);
    assert.equal(sender(113, frame(0, 0)), RECEIVED);
    assert.equal(sender(276, frame(0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 4)), SENT);
    assert.equal(sender(276, frame(0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 1)), RECEIVED);
    assert.equal(sender(204, frame(1, 0xff, 3, 0, 0x57, 0x60)), SENT);
    assert.equal(sender(204, frame(0, 0xff, 3, 0, 0x57, 0x60)), RECEIVED);
    assert.equal(network(204, frame(0, 0xff, 3, 0, 0x57, 0x60)), 5);
    assert.equal(network(50, frame(0xff, 3, 0, 0x57, 0x60)), 4);
    for (const [flags, meaning] of [
      [1, RECEIVED],
      [2, SENT],
      [0, UNKNOWN],
    ]) {
      const pktap = new Uint8Array(120);
      pktap[36] = flags;
      assert.equal(sender(258, pktap), meaning);
    }
    assert.equal(sender(101, frame(0x60)), UNKNOWN);
  });

  it('finds the packet, of IP or of ARP', () => {
    assert.equal(network(1, ethernet(own, 0x86, 0xdd, 0x60)), 14);
    assert.equal(network(1, ethernet(own, 0x81, 0, 0, 100, 0x86, 0xdd, 0x60)), 18);
    assert.equal(network(1, ethernet(own, 0x88, 0xa8, 0, 1, 0x81, 0, 0, 100, 0x08, 0, 0x45)), 22);
    assert.equal(network(1, ethernet(own, 0x08, 0x06, 0)), 14);
    assert.equal(network(1, ethernet(own, 0x88, 0xcc, 0)), -1);
    assert.equal(network(0, frame(30, 0, 0, 0, 0x60)), 4);
    assert.equal(network(108, frame(0, 0, 0, 24, 0x60)), 4);
    assert.equal(network(101, frame(0x60)), 0);
    assert.equal(network(9, frame(0xff, 3, 0, 0x57, 0x60)), 4);
    assert.equal(network(9, frame(0x57, 0x60)), 1);
    assert.equal(network(9, frame(0xff, 3, 0xc0, 0x21, 0x60)), -1);
    assert.equal(network(12345, frame(0x60)), -1);
    const pktap = new Uint8Array(150);
    pktap[0] = 108;
    pktap[8] = 101;
    pktap[108] = 0x60;
    assert.equal(network(258, pktap), 108);
    const endless = new Uint8Array(0xffff);
    endless.set([0xfe, 0xff], 0);
    endless[8] = 101;
    endless[0xfffe] = 0x60;
    assert.equal(network(258, endless), -1);
  });

  it('knows ARP', () => {
    const arp = (bytes: Uint8Array) => isArp(1, bytes, 0, bytes.length);
    assert.ok(arp(ethernet(own, 0x08, 0x06, 0)));
    assert.ok(arp(ethernet(own, 0x81, 0, 0, 100, 0x08, 0x06, 0)));
    assert.ok(!arp(ethernet(own, 0x86, 0xdd, 0x60)));
    assert.ok(isArp(113, frame(0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0x08, 0x06), 0, 44));
    assert.ok(!isArp(101, ethernet(own, 0x08, 0x06), 0, 60));
    assert.ok(!arp(new Uint8Array(13)));
  });

  it('stays inside any bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 9, 50, 204, 12, 14, 101, 108, 113, 149, 228, 229, 258, 276, 7),
        fc.uint8Array({ maxLength: 160 }),
        (linkType, bytes) => {
          const at = network(linkType, bytes);
          assert.ok(at >= -1 && at < Math.max(bytes.length, 1));
          assert.ok([UNKNOWN, SENT, RECEIVED].includes(sender(linkType, bytes)));
        },
      ),
    );
  });
});
