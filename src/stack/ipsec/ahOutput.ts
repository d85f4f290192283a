/** Authentication header, outbound (ah6_output in netinet6/ah_output.c; RFC 4302). */
import { put16, put32 } from '../../wire/bytes';
import { IP6_HDRLEN, IP6_PLEN, IPPROTO_AH } from '../../wire/ipv6';
import { EINVAL, errnoName } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import { type Mbuf, m_setBytes } from '../net/mbuf';
import { decide, decision, enter, leave } from '../trace';
import { AH_HDRLEN, ah6_calccksum, ahLength } from './ahCalccksum';
import type { Mac } from './algorithms/mac';
import type { Secasvar } from './secasvar';
import { key_sa_recordxfer, nextSequence, sequenceOperands, sequenceWords } from './sequence';

const sequence = decision('ah6_output.sequence', {
  question: 'Which sequence number does the packet get?',
  outcomes: sequenceWords,
  reference: 'RFC 4302 3.3.2; ah6_output (netinet6/ah_output.c)',
});

const authentication = decision('ah6_output.authentication', {
  question: 'Could the check value be computed?',
  outcomes: {
    added: 'Yes: {icvlen} bytes of {mac}, over the packet without what changes on the way.',
    failed: 'No: {error}.',
  },
  reference: 'RFC 4302 3.3.3; ah6_calccksum (netinet6/ah_core.c)',
});

/**
 * Puts an authentication header in front of what begins at `off`; the number of that protocol stands at
 * `pointer` and becomes AH's. 0, or an error number when the packet is gone.
 */
export function ah6_output(host: Host, m: Mbuf, pointer: number, off: number, sav: Secasvar): number {
  enter(host, 'ah6_output', m);
  const error = output(host, m, pointer, off, sav);
  leave(host);
  return error;
}

function output(host: Host, m: Mbuf, pointer: number, off: number, sav: Secasvar): number {
  const seq = nextSequence(sav);
  const numbered = seq < 0 ? sequence.usedUp : sequence.next;
  decide(host, sequence, numbered, RECORDING && sequenceOperands(sav, seq));
  if (numbered === sequence.usedUp) {
    host.ipsec6stat.out_inval++;
    return EINVAL;
  }
  insertHeader(m, pointer, off, sav, seq);
  const error = authenticate(host, m, off, sav.auth as Mac);
  if (error !== 0) return error;
  host.ipsec6stat.out_success++;
  key_sa_recordxfer(sav, m.len);
  return 0;
}

function insertHeader(m: Mbuf, pointer: number, off: number, sav: Secasvar, seq: number): void {
  const length = ahLength((sav.auth as Mac).icvlen);
  const bytes = new Uint8Array(m.len + length);
  bytes.set(m.data.subarray(m.off, m.off + off));
  bytes.set(m.data.subarray(m.off + off, m.off + m.len), off + length);
  bytes[off] = bytes[pointer];
  bytes[off + 1] = length / 4 - 2;
  put32(bytes, off + 4, sav.spi);
  put32(bytes, off + 8, seq);
  bytes[pointer] = IPPROTO_AH;
  // The check value covers the length with which the packet leaves.
  put16(bytes, IP6_PLEN, (bytes.length - IP6_HDRLEN) & 0xffff);
  m_setBytes(m, bytes);
}

function authenticate(host: Host, m: Mbuf, off: number, mac: Mac): number {
  const failed = fault(host, 'ah6_output', m);
  const icv = failed === 0 ? ah6_calccksum(m, off, mac) : null;
  const error = icv === null ? failed || EINVAL : 0;
  if (icv !== null) m.data.set(icv, m.off + off + AH_HDRLEN);
  decide(
    host,
    authentication,
    icv === null ? authentication.failed : authentication.added,
    RECORDING && { icvlen: mac.icvlen, mac: mac.name, error: errnoName(error) },
  );
  if (error !== 0) host.ipsec6stat.out_inval++;
  return error;
}
