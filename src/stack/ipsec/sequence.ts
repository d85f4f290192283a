/** The sequence number of the next packet of an association (RFC 4303 3.3.3, RFC 4302 3.3.2). */
import type { Operands } from '../trace';
import { describeSa, type Secasvar, spiText } from './secasvar';

const LAST = 0xffffffff;

/** The words of the decision that ESP and AH take alike on what leaves. */
export const sequenceWords = {
  next: 'Number {seq}.',
  'used-up': 'None: 2^32-1 packets were sent, and {sa} may not begin again (nocyclic-seq; EINVAL).',
} as const;

/**
 * Counts a packet and gives its number; after 2^32-1 comes 0. -1 when every number has been used and none may
 * be used again.
 */
export function nextSequence(sav: Secasvar): number {
  if (sav.count >= LAST && !sav.cyclic) return -1;
  sav.count = sav.count >= LAST ? 0 : sav.count + 1;
  return sav.count;
}

/** What the decision looked at. Recording build only. */
export function sequenceOperands(sav: Secasvar, seq: number): Operands {
  return {
    seq: Math.max(seq, 0),
    spi: spiText(sav.spi),
    sa: { value: describeSa(sav), origin: sav.origin },
  };
}

/** Notes that the association served for a packet of so many bytes (key_sa_recordxfer in netkey/key.c). */
export function key_sa_recordxfer(sav: Secasvar, bytes: number): void {
  sav.packets++;
  sav.bytes += bytes;
}
