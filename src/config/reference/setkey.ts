/** What the words of `setkey` mean. */
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
        'An association: keys and algorithms between two addresses. Kept: transforms are not simulated yet.',
        'add 2001:db8::1 2001:db8::2 esp 0x1001 -m tunnel -E null -A hmac-md5 "0123456789abcdef" ;',
      ],
      ['flush', 'flush [PROTO]', 'Takes associations away. Without effect: there are none yet.', 'flush ;'],
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
    ],
  },
};
