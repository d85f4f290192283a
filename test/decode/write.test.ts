/** Fields written by name are read back by name, and nothing beside them changes. */
import assert from 'node:assert/strict';
import { Decoder, type Dissection, fieldInfo, fieldText } from '../../src/decode';
import { encodeValue, placeOf, writableField, writableFields, writeValue } from '../../src/decode/write';
import { LINKTYPE_RAW } from '../../src/wire/linktype';
import { filler, icmp, ipv4, tcp, udp } from '../tshark/crafted';

const decoder = new Decoder();
const frame = { number: 1, seconds: 0, nanoseconds: 0, hasTime: false };

function dissect(packet: Uint8Array): Dissection {
  decoder.forget();
  return decoder.dissect(packet, 0, packet.length, LINKTYPE_RAW, { ...frame, originalLength: packet.length });
}

function textOf(packet: Uint8Array, name: string): string | undefined {
  const d = dissect(packet);
  for (let k = 0; k < d.count; k++) if (fieldInfo(d.field[k]).name === name) return fieldText(d, k);
  return undefined;
}

/** A packet that has the field. */
function packetWith(name: string): Uint8Array {
  if (name.startsWith('tcp.')) return ipv4(6, tcp(0x18, new Uint8Array(0), filler(8)));
  if (name === 'icmp.mtu') return ipv4(1, icmp(3, 4, filler(32)));
  if (name === 'icmp.redir_gw') return ipv4(1, icmp(5, 1, filler(32)));
  if (name.startsWith('icmp.')) return ipv4(1, icmp(8, 0, filler(12)));
  return ipv4(17, udp(40000, 40001, filler(12)));
}

/**
 * Fields that say where others lie, or what they are: another value of theirs hides fields of the packet, so
 * one is tried that does not.
 */
const harmless: Readonly<Record<string, string>> = {
  'ip.version': '4',
  'ip.hdr_len': '20',
  'tcp.hdr_len': '20',
  'ip.proto': '17',
  'icmp.type': '0',
};

function valueFor(name: string, type: string): string {
  if (Object.hasOwn(harmless, name)) return harmless[name];
  if (type === 'ipv4') return '203.0.113.77';
  return type === 'boolean' || name.endsWith('ecn') ? '1' : name === 'ip.flags' ? '2' : '8';
}

/** A value as text, however it is printed: decimal, hexadecimal, True. */
const numeric = (text: string): string => (/^(0x[0-9a-f]+|\d+)$/i.test(text) ? String(Number(text)) : text);

describe('writing fields', () => {
  for (const name of writableFields) {
    it(`${name} is read back as written, and no other bit changes`, () => {
      const packet = packetWith(name);
      const place = placeOf(dissect(packet), packet, name);
      assert.ok(place !== null && place !== 'part', 'it has a place');
      const field = writableField(name);
      assert.ok(field !== null);
      assert.deepEqual(
        { length: place.length, mask: place.mask, unit: place.unit },
        field.layout,
        'checks know how it is held',
      );
      const value = valueFor(name, field.info.type);
      const bytes = encodeValue(value, place);
      assert.ok(bytes !== null, `${value} fits`);
      const written = packet.slice();
      writeValue(written, 0, place, bytes);
      const shown = textOf(written, name);
      assert.equal(shown === 'True' ? '1' : numeric(shown ?? 'nothing'), numeric(value));
      for (const [i, byte] of written.entries()) {
        const own: boolean = i >= place.offset && i < place.offset + place.length;
        const bits = Number(
          (BigInt(place.mask) >> BigInt(8 * (place.offset + place.length - 1 - i))) & 0xffn,
        );
        const keep: number = !own ? 0xff : place.mask === 0 ? 0 : 0xff & ~bits;
        assert.equal(byte & keep, packet[i] & keep, `byte ${i}`);
      }
    });
  }

  it('writes bytes of a field, of a header and of the packet', () => {
    const packet = ipv4(17, udp(40000, 40001, filler(12)));
    const place = (text: string) => placeOf(dissect(packet), packet, text);
    assert.deepEqual(place('frame[8]'), { offset: 8, length: 1, mask: 0, unit: 1 });
    assert.deepEqual(place('ip[12:4]'), { offset: 12, length: 4, mask: 0, unit: 1 });
    assert.deepEqual(place('udp.payload[2:4]'), { offset: 30, length: 4, mask: 0, unit: 1 });
    assert.deepEqual(place('data[11:1]'), { offset: 39, length: 1, mask: 0, unit: 1 });
    assert.equal(place('data[11:2]'), null, 'beyond the field');
    assert.equal(place('frame[39:2]'), null, 'beyond the packet');
    assert.equal(place('tcp[0:1]'), null, 'of a header that is not there');
  });

  it('refuses values that do not fit', () => {
    const byte = { length: 1, mask: 0, unit: 1 };
    assert.equal(encodeValue('256', byte), null);
    assert.equal(encodeValue('-1', byte), null);
    assert.equal(encodeValue('', byte), null);
    assert.equal(encodeValue('8', { length: 1, mask: 0xe0, unit: 1 }), null);
    assert.equal(encodeValue('22', { length: 1, mask: 0x0f, unit: 4 }), null, 'no multiple of the unit');
    assert.equal(encodeValue('192.0.2.1', byte), null);
    assert.equal(encodeValue('01:02', byte), null);
    assert.deepEqual(encodeValue('True', byte), Uint8Array.of(1));
    assert.deepEqual(encodeValue('60', { length: 1, mask: 0x0f, unit: 4 }), Uint8Array.of(15));
  });
});
