/**
 * The words of decisions that IPv4 and IPv6 take alike. Each family takes its own, in its own function, as
 * the kernel does.
 */
import { lines } from './source';

/** Whether there was room for the EtherIP header in front of a frame that leaves. */
export function roomWords(from: number, to: number) {
  return {
    question: 'Is there room for the EtherIP header?',
    outcomes: {
      none: { answer: 'No: there is no memory.', verdict: 'there is no memory for its EtherIP header' },
      added: 'Yes: version 3, then 12 zero bits.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 3',
  } as const;
}

/** Whether a packet may come in at all. `after` is said when it may not. */
export function policyWords(from: number, to: number, after = '') {
  return {
    question: 'May EtherIP packets come in, or did IPsec protect this one?',
    outcomes: {
      refused: {
        answer: `No: net.inet.etherip.allow is 0, and the packet came without IPsec.${after}`,
        verdict: 'EtherIP packets without IPsec are refused (net.inet.etherip.allow is 0)',
      },
      allowed: 'Yes: net.inet.etherip.allow is {allow}, protected by IPsec: {protected}.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 6 (security considerations)',
  } as const;
}

/** Whether the EtherIP header of a packet that comes in is there. */
export function headerWords(from: number, to: number) {
  return {
    question: 'Are the two bytes of the EtherIP header there?',
    outcomes: {
      missing: {
        malformed: true,
        answer: 'No: {len} bytes follow the outer header.',
        verdict: 'it ends before its EtherIP header does',
      },
      present: 'Yes.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 3',
  } as const;
}

/** Whether the EtherIP header is that of version 3. */
export function versionWords(from: number, to: number) {
  return {
    question: 'Is it EtherIP version 3, with a second byte of zero?',
    outcomes: {
      wrong: {
        malformed: true,
        answer: 'No: its first bytes are {first} and {second}.',
        verdict: 'its EtherIP header is not that of version 3',
      },
      right: 'Yes; the four bits behind the version are not looked at.',
    },
    kernel: lines(from, to),
    reference: 'RFC 3378 3',
  } as const;
}

/** That the packet is counted. */
export function countWords(from: number, to: number) {
  return {
    kind: 'S',
    question: 'Is the packet counted as received?',
    outcomes: { counted: 'Yes, with {len} bytes, before the frame in it is looked at.' },
    kernel: lines(from, to),
    reference: 'ip_etherip_input, ip6_etherip_input (net/if_etherip.c)',
  } as const;
}

/** Whether the frame in the packet begins with a whole Ethernet header. */
export function frameWords(from: number, to: number) {
  return {
    question: 'Is the Ethernet header of the frame in it whole?',
    outcomes: {
      short: {
        malformed: true,
        answer: 'No: the frame has {len} bytes.',
        verdict: 'the frame in the tunnel is {len} bytes long, less than an Ethernet header',
      },
      whole: 'Yes.',
    },
    kernel: lines(from, to),
    reference: 'RFC 894; IEEE 802.3 3.1.1',
  } as const;
}

/** Where the frame goes. */
export function deliverWords(from: number, to: number) {
  return {
    kind: 'S',
    question: 'Where does the frame go?',
    outcomes: {
      delivered: {
        answer: 'It comes in by {ifp}, with the marks of IPsec kept.',
        verdict: 'the frame in it came out of the tunnel on {ifp}',
      },
    },
    kernel: lines(from, to),
    reference: 'ip_etherip_input, ip6_etherip_input; if_input (net/if.c)',
  } as const;
}
