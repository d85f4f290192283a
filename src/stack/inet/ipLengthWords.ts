/** How an IPv4 header may lie about the length of its packet, in words: ip_input and bridges look alike. */
import type { OutcomeWords } from '../trace';

/** It says fewer bytes than the header has. */
export const LESS_THAN_HEADER: OutcomeWords = {
  malformed: true,
  answer: 'No: it says {ip_len} bytes, fewer than its header.',
  verdict: 'its header says {ip_len} bytes in all, fewer than the header itself',
};

/** It says more bytes than came. */
export const TOO_SHORT: OutcomeWords = {
  malformed: true,
  answer: 'No: it says {ip_len} bytes, and {len} came.',
  verdict: 'its header says {ip_len} bytes, and only {len} came',
};
