/** What the words about the machine as a whole mean. */
import type { ReferenceTable } from './table';

export const machineReference: ReferenceTable = {
  sysctl: {
    manual: 'sysctl(8)',
    rows: [['sysctl', 'sysctl NAME=VALUE…', 'Sets kernel settings.', 'sysctl net.inet6.ip6.forwarding=1']],
  },
  options: {
    manual: 'config(5)',
    rows: [
      [
        'options',
        'options NAME…',
        'Builds the kernel with these parts. Without any such line it has IPSEC and IPSTEALTH.',
        'options IPSTEALTH',
      ],
      ['IPSEC', 'options IPSEC', 'IPsec as KAME wrote it.', 'options IPSEC'],
      [
        'FAST_IPSEC',
        'options FAST_IPSEC',
        'The other IPsec of the era: refusals are counted elsewhere.',
        'options FAST_IPSEC',
      ],
      [
        'IPSTEALTH',
        'options IPSTEALTH',
        'Allows forwarding without looking at the hop limit, by net.inet6.ip6.stealth.',
        'options IPSTEALTH',
      ],
    ],
  },
  nooptions: {
    manual: 'config(5)',
    rows: [['nooptions', 'nooptions NAME…', 'Builds the kernel without these parts.', 'nooptions IPSEC']],
  },
  hostname: {
    manual: 'hostname(1)',
    rows: [['hostname', 'hostname NAME', 'What the machine is called in messages.', 'hostname r1']],
  },
  seed: {
    manual: null,
    rows: [
      ['seed', 'seed NUMBER', 'Start of the random numbers. The same seed gives the same replay.', 'seed 42'],
    ],
  },
};
