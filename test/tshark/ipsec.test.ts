/** What the engine protects, tshark opens; what others protected, the engine opens. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PcapngWriter } from '../../src/capture';
import { fromHex, toHex } from '../../src/wire/bytes';
import { LINKTYPE_RAW } from '../../src/wire/linktype';
import {
  configure,
  LEFT,
  leftGateway,
  leftToRight,
  RIGHT,
  receiveRight,
  rightGateway,
  sendLeft,
  tunnelPolicy,
} from '../stack/gateways';
import { ip6, udp } from '../stack/packets';
import { thirdParty } from './captures';
import { lacksTshark, tshark } from './tshark';

/** Bytes of a key that nobody would use. */
const key = (bytes: number, first = 0x10) =>
  `0x${toHex(Uint8Array.from({ length: bytes }, (_, i) => (first + 7 * i) & 0xff))}`;

/** setkey's name, bytes of the key, tshark's name. */
const ciphers = [
  ['null', 0, 'NULL'],
  ['des-cbc', 8, 'DES-CBC [RFC2405]'],
  ['3des-cbc', 24, 'TripleDES-CBC [RFC2451]'],
  ['aes-cbc', 16, 'AES-CBC [RFC3602]'],
  ['rijndael-cbc', 24, 'AES-CBC [RFC3602]'],
  ['aes-cbc', 32, 'AES-CBC [RFC3602]'],
  ['aes-ctr', 20, 'AES-CTR [RFC3686]'],
  ['aes-ctr', 36, 'AES-CTR [RFC3686]'],
  ['aes-gcm-16', 20, 'AES-GCM with 16 octet ICV [RFC4106]'],
  ['aes-gcm-16', 36, 'AES-GCM with 16 octet ICV [RFC4106]'],
] as const;
const macs = [
  ['null', 0, 'NULL'],
  ['hmac-md5', 16, 'HMAC-MD5-96 [RFC2403]'],
  ['hmac-sha1', 20, 'HMAC-SHA-1-96 [RFC2404]'],
  ['hmac-sha2-256', 32, 'HMAC-SHA-256-96 [draft-ietf-ipsec-ciph-sha-256-00]'],
  ['hmac-sha2-256/16', 32, 'HMAC-SHA-256-128 [RFC4868]'],
  ['hmac-sha2-384', 48, 'HMAC-SHA-384-192 [RFC4868]'],
  ['hmac-sha2-512', 64, 'HMAC-SHA-512-256 [RFC4868]'],
  ['hmac-ripemd160', 20, 'MAC-RIPEMD-160-96 [RFC2857]'],
] as const;

/** Every cipher with some code, every code with some cipher; a cipher that authenticates has no code. */
const pairs = [
  ...ciphers.map(
    (cipher, i) => [cipher, cipher[0] === 'aes-gcm-16' ? macs[0] : macs[i % macs.length]] as const,
  ),
  ...macs.map(mac => [ciphers[3], mac] as const),
];

/** A packet that left, and what is to be found inside. */
interface Protected {
  readonly spi: string;
  readonly setting: string;
  readonly bytes: Uint8Array;
  readonly inside: Uint8Array;
  readonly protocols: RegExp;
  /** `1` when tshark can check it. */
  readonly good: string;
}

function protect(pair: (typeof pairs)[number], mode: 'tunnel' | 'transport', spi: number): Protected {
  const [[cipher, cipherKey, cipherName], [mac, macKey, macName]] = pair;
  const [ek, ak] = [cipherKey > 0 ? key(cipherKey) : '', macKey > 0 ? key(macKey, 0x90) : ''];
  const number = `0x${spi.toString(16).padStart(8, '0')}`;
  const lab = leftGateway(
    `seed ${spi}\nadd ${LEFT} ${RIGHT} esp ${number} -m ${mode} -E ${cipher} ${ek}${mac === 'null' ? '' : ` -A ${mac} ${ak}`}`,
  );
  const setting = `uat:esp_sa:"IPv6","*","*","${number}","${cipherName}","${ek}","${macName}","${ak}"`;
  const good = mac === 'null' && cipher !== 'aes-gcm-16' ? '' : '1';
  const common = { spi: number, setting, good };
  if (mode === 'tunnel') {
    configure(lab, tunnelPolicy('out'));
    const packet = leftToRight({
      payload: udp('2001:db8:1::10', '2001:db8:9::10', new Uint8Array(spi % 40)),
    });
    const { bytes } = sendLeft(lab, packet).sent[0];
    const inside = packet.slice();
    inside[7]--;
    return { ...common, bytes, inside, protocols: /^raw:ipv6:esp:ipv6:udp:data$|^raw:ipv6:esp:ipv6:udp$/ };
  }
  configure(lab, 'spdadd ::/0 ::/0 any -P out ipsec esp/transport//require');
  const inside = udp(LEFT, RIGHT, new Uint8Array(spi % 40));
  const packet = ip6({ src: LEFT, dst: RIGHT, payload: inside });
  const sent = lab.event((stack, host) => {
    stack.ip6_output(host, stack.m_get(host, packet.slice(), 0, packet.length), 0);
  }).sent;
  return { ...common, bytes: sent[0].bytes, inside, protocols: /^raw:ipv6:esp:udp(:data)?$/ };
}

/** tshark's rows of these fields for packets in a file of their own. */
function rowsOf(
  packets: readonly Uint8Array[],
  settings: readonly string[],
  fields: readonly string[],
): string[][] {
  const writer = new PcapngWriter();
  const raw = writer.addInterface({ linkType: LINKTYPE_RAW, name: 'out' });
  for (const bytes of packets) {
    writer.packet({ interface: raw, seconds: 1, nanoseconds: 0, bytes, originalLength: bytes.length });
  }
  const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
  try {
    const file = join(folder, 'ipsec.pcapng');
    writeFileSync(file, writer.take());
    const options = ['-o', 'esp.enable_encryption_decode:TRUE', '-o', 'esp.enable_authentication_check:TRUE'];
    const keys = settings.flatMap(setting => ['-o', setting]);
    const rows = tshark(file, [
      ...options,
      ...keys,
      '-T',
      'fields',
      ...fields.flatMap(field => ['-e', field]),
    ]);
    return (rows ?? []).map(row => row.split('\t'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('IPsec and tshark', () => {
  if (lacksTshark()) return;

  it('tshark decrypts and authenticates what the engine sends, with every algorithm and in both modes', () => {
    const sent = pairs.flatMap((pair, i) => [
      protect(pair, 'tunnel', 0x1000 + i),
      protect(pair, 'transport', 0x2000 + i),
    ]);
    const fields = [
      'esp.spi',
      'esp.icv_good',
      'esp.decrypted_data',
      'frame.protocols',
      '_ws.malformed',
      '_ws.expert',
    ];
    const rows = rowsOf(
      sent.map(({ bytes }) => bytes),
      sent.map(({ setting }) => setting),
      fields,
    );
    assert.equal(rows.length, sent.length);
    for (const [i, { spi, setting, inside, good, protocols }] of sent.entries()) {
      const [shown, checked, plain, layers, malformed] = rows[i];
      assert.equal(shown, spi);
      assert.equal(checked, good, setting);
      assert.equal(malformed, '', setting);
      assert.match(layers, protocols, setting);
      assert.equal(plain.replaceAll(':', '').slice(0, 2 * inside.length), toHex(inside), setting);
    }
  });

  it('tshark reads the authentication headers that the engine sends, and another HMAC agrees with them', () => {
    const sent = macs.slice(1).map(([mac, bytes]) => {
      const lab = leftGateway(
        `add ${LEFT} ${RIGHT} ah 0x3000 -A ${mac} ${key(bytes)}\n${tunnelPolicy('out', 'ah')}`,
      );
      return sendLeft(lab).sent[0].bytes;
    });
    const rows = rowsOf(sent, [], ['ah.spi', 'ah.sequence', 'ah.icv', 'frame.protocols', '_ws.malformed']);
    for (const [i, [mac, bytes]] of macs.slice(1).entries()) {
      const [spi, sequence, icv, protocols, malformed] = rows[i];
      assert.deepEqual([spi, sequence, malformed], ['0x00003000', '1', ''], mac);
      assert.match(protocols, /^raw:ipv6:ah:ipv6:udp/);
      const covered = sent[i].slice();
      covered.fill(0, 1, 4);
      covered[7] = 0;
      const field = 4 * (covered[41] + 2) - 12;
      covered.fill(0, 52, 52 + field);
      const hash = mac.replace('hmac-', '').replace(/\/16$/, '').replace('sha2-', 'sha');
      const whole = createHmac(hash, fromHex(key(bytes).slice(2)))
        .update(covered)
        .digest('hex');
      const length =
        { 'hmac-sha2-256/16': 16, 'hmac-sha2-384': 24, 'hmac-sha2-512': 32 }[mac as string] ?? 12;
      assert.equal(icv.replaceAll(':', ''), whole.slice(0, 2 * length).padEnd(2 * field, '0'), mac);
    }
  });

  for (const name of ['02-sunrise-sunset-esp.pcap', 'espudp1.pcap']) {
    (thirdParty === undefined ? it.skip : it)(`the engine decrypts ${name} to what tshark shows`, () => {
      const capture = join(thirdParty ?? '', 'tcpdump', name);
      const secret = '0x4043434545464649494a4a4c4c4f4f515152525454575758';
      const setting = `uat:esp_sa:"IPv4","*","*","0x12345678","TripleDES-CBC [RFC2451]","${secret}","ANY 96 bit authentication [no checking]",""`;
      const rows = tshark(capture, [
        ...['-o', 'esp.enable_encryption_decode:TRUE', '-o', setting, '-T', 'fields'],
        ...[
          'ip.src',
          'esp.spi',
          'esp.sequence',
          'esp.iv',
          'esp.encrypted_data',
          'esp.decrypted_data',
        ].flatMap(field => ['-e', field]),
      ])?.map(row => row.split('\t').map(column => column.replaceAll(':', '')));
      assert.ok(rows !== undefined && rows.length === 8);
      for (const [, spi, sequence, iv, secretData, plain] of rows) {
        // This machine has no IPv4: the same ESP arrives in IPv6, without its check value, whose key nobody
        // knows.
        const esp = fromHex(spi.slice(2) + Number(sequence).toString(16).padStart(8, '0') + iv + secretData);
        const right = rightGateway(`add ${LEFT} ${RIGHT} esp ${spi} -E 3des-cbc ${secret}`);
        const here = receiveRight(right, ip6({ src: LEFT, dst: RIGHT, nxt: 50, payload: esp }));
        const delivered = here.steps.findLast(({ point }) => point?.id === 'ip6_input.next-header');
        assert.ok(delivered !== undefined && delivered.packet[6] === 4, here.path.join(' '));
        const payload = toHex(delivered.packet.slice(40));
        assert.equal(plain.slice(0, payload.length), payload);
        const padding = plain.length / 2 - payload.length / 2 - 2;
        assert.equal(plain.slice(-4), `${padding.toString(16).padStart(2, '0')}04`);
      }
    });
  }
});
