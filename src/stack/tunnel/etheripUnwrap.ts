/** What is left once the tunnel is known, alike for both families: the EtherIP header is checked and the frame in it taken out. */
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { M_BCAST, M_MCAST, type Mbuf } from '../net/mbuf';
import { m_adj } from '../net/mbufAdjust';
import { byteOperand, ifOperand } from '../operands';
import { branch, DECAPSULATED, type Decision, DROPPED, decide, decision, settle } from '../trace';
import { ETHER_HDR_LEN, ETHERIP_HDRLEN, ETHERIP_VERSION } from './etheripVar';
import { lines } from './source';

/** The decisions of one family, and the lines of the kernel's `if`s. */
interface Stations {
  readonly shim: Decision<'missing' | 'present'>;
  readonly shimLine: number;
  readonly version: Decision<'wrong' | 'right'>;
  readonly versionLine: number;
  readonly count: Decision<'counted'>;
  readonly frame: Decision<'short' | 'whole'>;
  readonly frameLine: number;
  readonly deliver: Decision<'delivered'>;
}

/** First and last lines of each station, in order. */
type Ranges = readonly (readonly [number, number])[];

function stations(fn: string, ranges: Ranges, ifs: readonly [number, number, number]): Stations {
  const [shim, version, count, frame, deliver] = ranges.map(([from, to]) => lines(from, to));
  const reference = 'RFC 3378 3';
  return {
    shim: decision(`${fn}.shim`, {
      question: 'Are the two bytes of the EtherIP header there?',
      outcomes: {
        missing: {
          malformed: true,
          answer: 'No: {len} bytes follow the outer header.',
          verdict: 'it ends before its EtherIP header does',
        },
        present: 'Yes.',
      },
      kernel: shim,
      reference,
    }),
    shimLine: ifs[0],
    version: decision(`${fn}.version`, {
      question: 'Is it EtherIP version 3, with a second byte of zero?',
      outcomes: {
        wrong: {
          malformed: true,
          answer: 'No: its first bytes are {first} and {second}.',
          verdict: 'its EtherIP header is not that of version 3',
        },
        right: 'Yes; the four bits behind the version are not looked at.',
      },
      kernel: version,
      reference,
    }),
    versionLine: ifs[1],
    count: decision(`${fn}.count`, {
      kind: 'S',
      question: 'Is the packet counted as received?',
      outcomes: { counted: 'Yes, with {len} bytes, before the frame in it is looked at.' },
      kernel: count,
      reference: `${fn} (net/if_etherip.c)`,
    }),
    frame: decision(`${fn}.frame`, {
      question: 'Is the Ethernet header of the frame in it whole?',
      outcomes: {
        short: {
          malformed: true,
          answer: 'No: the frame has {len} bytes.',
          verdict: 'the frame in the tunnel is {len} bytes long, less than an Ethernet header',
        },
        whole: 'Yes.',
      },
      kernel: frame,
      reference: 'RFC 894; IEEE 802.3 3.1.1',
    }),
    frameLine: ifs[2],
    deliver: decision(`${fn}.deliver`, {
      kind: 'S',
      question: 'Where does the frame go?',
      outcomes: {
        delivered: {
          answer: 'It comes in by {ifp}, with the marks of IPsec kept.',
          verdict: 'the frame in it came out of the tunnel on {ifp}',
        },
      },
      kernel: deliver,
      reference: `${fn}, if_input (net/if.c)`,
    }),
  };
}

const IPV4_RANGES: Ranges = [
  [450, 455],
  [458, 462],
  [464, 465],
  [467, 473],
  [479, 481],
];
const IPV6_RANGES: Ranges = [
  [605, 610],
  [613, 617],
  [618, 619],
  [621, 628],
  [634, 636],
];

export const unwrapping = {
  ipv4: stations('ip_etherip_input', IPV4_RANGES, [452, 458, 469]),
  ipv6: stations('ip6_etherip_input', IPV6_RANGES, [607, 613, 623]),
} as const;

/** Takes the frame out of a packet whose outer header is `off` bytes long, and lets it come in by the tunnel's interface. */
export function unwrap(host: Host, m: Mbuf, off: number, ifp: Ifnet, points: Stations): void {
  m_adj(m, off);
  if (!hasHeader(host, m, points) || !isVersion3(host, m, points)) return;
  countFrame(host, m, points);
  if (!hasFrame(host, m, points)) return;
  m.flags &= ~(M_BCAST | M_MCAST);
  m.rcvif = ifp;
  decide(host, points.deliver, points.deliver.delivered, RECORDING && { ifp: ifOperand(ifp) });
  settle(host, DECAPSULATED);
  host.surroundings.if_input(host, ifp, m);
}

function drop(host: Host): false {
  host.etheripstat.etherips_adrops++;
  settle(host, DROPPED);
  return false;
}

function hasHeader(host: Host, m: Mbuf, { shim, shimLine }: Stations): boolean {
  const missing = branch(host, shimLine, m.len < ETHERIP_HDRLEN);
  decide(host, shim, missing ? shim.missing : shim.present, RECORDING && { len: m.len });
  return missing ? drop(host) : true;
}

function isVersion3(host: Host, m: Mbuf, { version, versionLine }: Stations): boolean {
  const first = m.data[m.off];
  const wrong = branch(host, versionLine, first >> 4 !== ETHERIP_VERSION || m.data[m.off + 1] !== 0);
  const looked = RECORDING && { first: byteOperand(m, 0), second: byteOperand(m, 1) };
  decide(host, version, wrong ? version.wrong : version.right, looked);
  return wrong ? drop(host) : true;
}

function countFrame(host: Host, m: Mbuf, { count }: Stations): void {
  const len = m.len - ETHERIP_HDRLEN;
  host.etheripstat.etherips_ipackets++;
  host.etheripstat.etherips_ibytes += len;
  decide(host, count, count.counted, RECORDING && { len });
}

function hasFrame(host: Host, m: Mbuf, { frame, frameLine }: Stations): boolean {
  m_adj(m, ETHERIP_HDRLEN);
  const short = branch(host, frameLine, m.len < ETHER_HDR_LEN);
  decide(host, frame, short ? frame.short : frame.whole, RECORDING && { len: m.len });
  return short ? drop(host) : true;
}
