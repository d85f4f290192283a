import assert from 'node:assert/strict';
import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { newCipher } from '../../../src/stack/ipsec/algorithms/cipher';
import { newMac } from '../../../src/stack/ipsec/algorithms/mac';
import { fromHex, toHex } from '../../../src/wire/bytes';

const ascii = (text: string) => toHex(new TextEncoder().encode(text));
const counting = (length: number) => toHex(Uint8Array.from({ length }, (_, i) => i));
const repeat = (byte: string, times: number) => byte.repeat(times);

/** Where it stands, cipher, key, IV, plaintext, ciphertext, and what is authenticated beside it. */
const ciphers: [string, string, string, string, string, string, string?][] = [
  [
    'FIPS 81 for RFC 2405',
    'des-cbc',
    '0123456789abcdef',
    '1234567890abcdef',
    ascii('Now is the time for all '),
    'e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6',
  ],
  [
    'SP 800-67 for RFC 2451, block 1',
    '3des-cbc',
    '0123456789abcdef23456789abcdef01456789abcdef0123',
    repeat('00', 8),
    ascii('The qufc'),
    'a826fd8ce53b855f',
  ],
  [
    'SP 800-67 for RFC 2451, block 3',
    '3des-cbc',
    '0123456789abcdef23456789abcdef01456789abcdef0123',
    repeat('00', 8),
    ascii('fox jump'),
    '68d5c05dd9b6b900',
  ],
  ['RFC 2410', 'null', '', '', ascii('Network Working Group'), ascii('Network Working Group')],
  [
    'RFC 3602 4, case 1',
    'aes-cbc',
    '06a9214036b8a15b512e03d534120006',
    '3dafba429d9eb430b422da802c9fac41',
    ascii('Single block msg'),
    'e353779c1079aeb82708942dbe77181a',
  ],
  [
    'RFC 3602 4, case 2',
    'rijndael-cbc',
    'c286696d887c9aa0611bbb3e2025a45a',
    '562e17996d093d28ddb3ba695a2e6f58',
    counting(32),
    'd296cd94c2cccf8a3a863028b5e1dc0a7586602d253cfff91b8266bea6d61ab1',
  ],
  [
    'RFC 3686 6, vector 1',
    'aes-ctr',
    'ae6852f8121067cc4bf7a5765577f39e00000030',
    repeat('00', 8),
    ascii('Single block msg'),
    'e4095d4fb7a7b3792d6175a3261311b8',
  ],
  [
    'RFC 3686 6, vector 2',
    'aes-ctr',
    '7e24067817fae0d743d6ce1f32539163006cb6db',
    'c0543b59da48d90b',
    counting(32),
    '5104a106168a72d9790d41ee8edad388eb2e1efc46da57c8fce630df9141be28',
  ],
  [
    'RFC 3686 6, vector 4',
    'aes-ctr',
    '16af5b145fc9f579c175f93e3bfb0eed863d06ccfdb7851500000048',
    '36733c147d6d93cb',
    ascii('Single block msg'),
    '4b55384fe259c9c84e7935a003cbe928',
  ],
  [
    'RFC 3686 6, vector 7',
    'aes-ctr',
    '776beff2851db06f4c8a0542c8696f6c6a81af1eec96b4d37fc1d689e6c1c10400000060',
    'db5672c97aa8f0b2',
    ascii('Single block msg'),
    '145ad01dbf824ec7560863dc71e3e0c0',
  ],
  [
    'the GCM specification for RFC 4106, case 2',
    'aes-gcm-16',
    repeat('00', 20),
    repeat('00', 8),
    repeat('00', 16),
    '0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf',
  ],
  [
    'the GCM specification for RFC 4106, case 4',
    'aes-gcm-16',
    'feffe9928665731c6d6a8f9467308308cafebabe',
    'facedbaddecaf888',
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47',
    'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  ],
];

/** Where it stands, code, key, data, check value. */
const macs: [string, string, string, string, string][] = [
  [
    'RFC 2202 2, case 1, for RFC 2403',
    'hmac-md5',
    repeat('0b', 16),
    ascii('Hi There'),
    '9294727a3638bb1c13f48ef8',
  ],
  [
    'RFC 2202 2, case 3, for RFC 2403',
    'hmac-md5',
    repeat('aa', 16),
    repeat('dd', 50),
    '56be34521d144c88dbb8c733',
  ],
  [
    'RFC 2202 3, case 1, for RFC 2404',
    'hmac-sha1',
    repeat('0b', 20),
    ascii('Hi There'),
    'b617318655057264e28bc0b6',
  ],
  [
    'RFC 2202 3, case 3, for RFC 2404',
    'hmac-sha1',
    repeat('aa', 20),
    repeat('dd', 50),
    '125d7342b9ac11cd91a39af4',
  ],
  [
    'RFC 4868 2.7.2.1, AUTH256-1',
    'hmac-sha2-256/16',
    repeat('0b', 32),
    ascii('Hi There'),
    '198a607eb44bfbc69903a0f1cf2bbdc5',
  ],
  [
    'the 96 bits before RFC 4868',
    'hmac-sha2-256',
    repeat('0b', 32),
    ascii('Hi There'),
    '198a607eb44bfbc69903a0f1',
  ],
  [
    'RFC 4868 2.7.2.2, AUTH384-1',
    'hmac-sha2-384',
    repeat('0b', 48),
    ascii('Hi There'),
    'b6a8d5636f5c6a7224f9977dcf7ee6c7fb6d0c48cbdee973',
  ],
  [
    'RFC 4868 2.7.2.3, AUTH512-1',
    'hmac-sha2-512',
    repeat('0b', 64),
    ascii('Hi There'),
    '637edc6e01dce7e6742a99451aae82df23da3e92439e590e43e761b33e910fb8',
  ],
  ['RFC 2857', 'hmac-ripemd160', repeat('0b', 20), ascii('Hi There'), '24cb4bd67d20fc1a5d2ed773'],
  ...(
    [
      [1, '', '75f0251d528ac01c4573dfd5'],
      [2, counting(3), '5b376580ae2f19afe7219cee'],
      [3, counting(16), 'd2a246fa349b68a79998a439'],
      [4, counting(20), '47f51b4564966215b8985c63'],
      [5, counting(32), 'f54f0ec8d2b9f3d36807734b'],
      [6, counting(34), 'becbb3bccdb518a30677d548'],
      [7, repeat('00', 1000), 'f0dafee895db30253761103b'],
    ] as const
  ).map(([n, data, icv]): [string, string, string, string, string] => [
    `RFC 3566 4.6, case ${n}`,
    'aes-xcbc-mac',
    counting(16),
    data,
    icv,
  ]),
  ['no authentication', 'null', '', ascii('Hi There'), ''],
];

const none = new Uint8Array(0);

describe('the algorithms of IPsec', () => {
  for (const [place, name, key, iv, plain, secret, aad = ''] of ciphers) {
    it(`${name} is that of ${place}`, () => {
      const cipher = newCipher(name, fromHex(key));
      assert.ok(cipher);
      assert.equal(cipher.ivlen, iv.length / 2);
      assert.equal(toHex(cipher.encrypt(fromHex(iv), fromHex(plain), fromHex(aad))), secret);
      const back = cipher.decrypt(fromHex(iv), fromHex(secret), fromHex(aad));
      assert.equal(back && toHex(back), plain);
    });
  }

  for (const [place, name, key, data, icv] of macs) {
    it(`${name} is that of ${place}`, () => {
      const mac = newMac(name, fromHex(key));
      assert.ok(mac);
      assert.equal(toHex(mac.icv(fromHex(data))), icv);
      assert.equal(mac.icvlen, icv.length / 2);
      assert.equal(toHex(mac.icv(fromHex(data))), icv, 'a second time');
    });
  }

  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

  it('triple DES is what another implementation has, whatever is encrypted', () => {
    const data = fc.integer({ min: 0, max: 9 }).chain(blocks => bytes(8 * blocks));
    fc.assert(
      fc.property(bytes(24), bytes(8), data, (key, iv, plain) => {
        const other = createCipheriv('des-ede3-cbc', key, iv).setAutoPadding(false);
        const cipher = newCipher('3des-cbc', key);
        const secret = cipher?.encrypt(iv, plain, none) ?? none;
        assert.deepEqual(Buffer.from(secret), Buffer.concat([other.update(plain), other.final()]));
        assert.deepEqual(cipher?.decrypt(iv, secret, none), plain);
      }),
    );
  });

  it('codes are what another implementation has, whatever is authenticated', () => {
    fc.assert(
      fc.property(bytes(64), fc.uint8Array({ maxLength: 300 }), (key, data) => {
        const whole = createHmac('sha512', key).update(data).digest();
        assert.deepEqual(Buffer.from(newMac('hmac-sha2-512', key)?.icv(data) ?? none), whole.subarray(0, 32));
      }),
    );
  });

  it('GCM tells a changed byte, wherever it is', () => {
    const cipher = newCipher('aes-gcm-16', new Uint8Array(36).fill(7));
    assert.ok(cipher);
    const aad = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const secret = cipher.encrypt(new Uint8Array(8), new Uint8Array(20), aad);
    for (let i = 0; i < secret.length; i++) {
      const changed = secret.slice();
      changed[i] ^= 1;
      assert.equal(cipher.decrypt(new Uint8Array(8), changed, aad), null);
    }
    assert.equal(cipher.decrypt(new Uint8Array(8), secret, aad.slice(1)), null);
  });

  it('a key of a wrong length, an unknown name or an impossible length of the check value is refused', () => {
    assert.equal(newCipher('aes-cbc', new Uint8Array(17)), null);
    assert.equal(newCipher('des-cbc', new Uint8Array(7)), null);
    assert.equal(newCipher('constructor', none), null);
    assert.equal(newMac('hmac-sha1', new Uint8Array(16)), null);
    assert.equal(newMac('hmac-sha1/16', new Uint8Array(20)), null);
    assert.equal(newMac('toString', none), null);
  });

  it('no key can be seen in what holds it', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => 0xa0 + i);
    for (const keyed of [newCipher('aes-cbc', key), newMac('hmac-sha2-256', key)]) {
      assert.ok(keyed && Object.isFrozen(keyed));
      for (const value of Object.values(keyed))
        assert.ok(['string', 'number', 'function'].includes(typeof value));
    }
  });
});
