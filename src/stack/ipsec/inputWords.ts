/**
 * The words of decisions that ESP and AH take alike on what comes in. Each takes its own, in its own
 * function, as the kernel does.
 */

/** Whether a sequence number can be accepted. `protocol` is ESP or AH. */
export function replayWords(protocol: 'ESP' | 'AH') {
  return {
    off: 'It is not asked: the association has no replay window.',
    new: 'Yes: {seq} is higher than any before ({lastseq}).',
    'in-window': 'Yes: {seq} is among the last {window} and has not been seen.',
    zero: { answer: 'No: numbers begin at 1.', verdict: `its ${protocol} sequence number is 0` },
    old: {
      answer: 'No: {seq} is more than {window} behind {lastseq}.',
      verdict: `its ${protocol} sequence number {seq} is too far behind {lastseq} for the replay window of {window}`,
    },
    seen: {
      answer: 'No: {seq} has been received before.',
      verdict: `a packet with its ${protocol} sequence number {seq} has been received before`,
    },
  } as const;
}

/** Whether a sequence number is noted. */
export const windowWords = {
  noted: 'Yes: {seq}.',
  'used-up': {
    answer: 'No: 2^32-1 packets were received, and the association may not begin again (nocyclic-seq).',
    verdict: 'its association has received 2^32-1 packets and may not begin again',
  },
} as const;

/** What becomes of what was protected; `header` is what stood before it. */
export function modeWords(header: string) {
  return {
    tunnel: {
      answer: 'It is a packet of its own: it leaves the tunnel and is received as if it had just come.',
      verdict: 'by {sa}',
    },
    transport: `It takes the place of the ${header}, and the packet is delivered on.`,
  } as const;
}
