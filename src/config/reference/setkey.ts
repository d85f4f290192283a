/** What the words of `setkey` mean. */
import { algorithmRows } from './algorithms';
import type { ReferenceTable } from './table';

export const setkeyReference: ReferenceTable = {
  setkey: {
    manual: 'setkey(8)',
    rows: [
      [
        'setkey',
        'setkey STATEMENT',
        'A statement about IPsec policies or associations. The word setkey and the ; at the end may be left out.',
        'setkey spdadd ::/0 2001:db8:9::/48 any -P out discard',
      ],
      [
        'spdadd',
        'spdadd SRC DST UPPER -P in|out discard|none|ipsec TRANSFORM…',
        'Appends a policy; the first that matches a packet counts. SRC and DST are ADDR[/LEN][[PORT]], UPPER is any, a protocol, or icmp6 TYPE,CODE; a TRANSFORM is PROTO/MODE/SRC-DST/LEVEL.',
        'spdadd 2001:db8:a::/48 2001:db8:b::/48 any -P out ipsec esp/tunnel/2001:db8::1-2001:db8::2/require ;',
      ],
      [
        'spddelete',
        'spddelete SRC DST UPPER -P in|out',
        'Takes away the policy of exactly this selector.',
        'spddelete 2001:db8:a::/48 2001:db8:b::/48 any -P out ;',
      ],
      ['spdflush', 'spdflush', 'Takes every policy away.', 'spdflush ;'],
      [
        'add',
        'add SRC DST PROTO SPI [OPTION…] ALGORITHM…',
        'An association: keys and algorithms for packets between two addresses. OPTION is -m MODE, -r BYTES, -u ID, -f PADDING, -ls or -lh SECONDS; ALGORITHM is -E, -A or -C NAME KEY.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -m tunnel -E null -A hmac-md5 "0123456789abcdef" ;',
      ],
      [
        'get',
        'get SRC DST PROTO SPI',
        'Asks for an association, which there must be. Nothing is printed: associations stand in the debugger.',
        'get 2001:db8::1 2001:db8::2 esp 0x1001 ;',
      ],
      [
        'delete',
        'delete SRC DST PROTO SPI',
        'Takes an association away.',
        'delete 2001:db8::1 2001:db8::2 esp 0x1001 ;',
      ],
      [
        'deleteall',
        'deleteall SRC DST PROTO',
        'Takes all associations between two addresses away.',
        'deleteall 2001:db8::1 2001:db8::2 esp ;',
      ],
      ['flush', 'flush [PROTO]', 'Takes all associations away, or those of a protocol.', 'flush esp ;'],
      [
        '-E',
        '-E NAME KEY',
        'What ESP encrypts with: null, des-cbc, 3des-cbc, aes-cbc (rijndael-cbc), aes-ctr or aes-gcm-16. The key is "text" or 0x and hexadecimal digits; those of aes-ctr and aes-gcm-16 end with four bytes of salt.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -E aes-ctr 0x000102030405060708090a0b0c0d0e0f00000030 ;',
      ],
      [
        '-A',
        '-A NAME[/BYTES] KEY',
        'What ESP or AH authenticates with: null, hmac-md5, hmac-sha1, hmac-sha2-256, -384, -512, hmac-ripemd160 or aes-xcbc-mac. BYTES is another length of the check value: hmac-sha2-256 has 12, or 16 as RFC 4868 wants it.',
        'add 2001:db8::1 2001:db8::2 ah 0x1001 -A hmac-sha2-256/16 "0123456789abcdef0123456789abcdef" ;',
      ],
      [
        '-C',
        '-C deflate|lzs',
        'What IPComp compresses with. Not simulated.',
        'add 2001:db8::1 2001:db8::2 ipcomp 0x1001 -C deflate ;',
      ],
      [
        '-m',
        '-m transport|tunnel|any',
        'The mode that the association serves; any unless given.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -m tunnel -E null ;',
      ],
      [
        '-r',
        '-r BYTES',
        'Size of the replay window: eight packets a byte, 0 for none, 255 at most.',
        'add 2001:db8::1 2001:db8::2 ah 0x1001 -r 4 -A hmac-md5 "0123456789abcdef" ;',
      ],
      [
        '-u',
        '-u ID',
        'Id that a policy of level unique:ID asks for.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -u 5 -E null ;',
      ],
      [
        '-f',
        '-f zero-pad|random-pad|seq-pad|nocyclic-seq',
        'How padding is filled, seq-pad unless given; nocyclic-seq ends the association after 2^32-1 packets.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -f nocyclic-seq -E null ;',
      ],
      [
        '-ls',
        '-ls SECONDS',
        'Age at which the association is dying: it still serves.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -ls 300 -lh 600 -E null ;',
      ],
      [
        '-lh',
        '-lh SECONDS',
        'Age at which the association is dead.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -lh 600 -E null ;',
      ],
      ['-P', '-P in|out', 'The direction of a policy.', 'spdadd ::/0 ::/0 icmp6 135,0 -P in none ;'],
      ['in', '-P in', 'The policy is about packets that come in.', 'spdadd ::/0 ::/0 any -P in none ;'],
      ['out', '-P out', 'The policy is about packets that go out.', 'spdadd ::/0 ::/0 any -P out none ;'],
      ['any', 'any', 'Every upper-layer protocol.', 'spdadd ::/0 ::/0 any -P out none ;'],
      [
        'discard',
        'discard',
        'Packets that match are dropped without an answer.',
        'spdadd ::/0 2001:db8:9::/48 any -P out discard ;',
      ],
      ['none', 'none', 'Packets that match pass as they are.', 'spdadd ::/0 ::/0 icmp6 135,0 -P in none ;'],
      [
        'ipsec',
        'ipsec TRANSFORM…',
        'Packets that match need these transforms.',
        'spdadd ::/0 2001:db8:b::/48 any -P out ipsec esp/transport//require ;',
      ],
      ...algorithmRows,
    ],
  },
};
