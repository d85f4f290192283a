/** The record route option (RFC 791 3.1). */
import { get32, put32 } from '../../../wire/bytes';
import { IP_DST } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, settle } from '../../trace';
import { inOperand } from '../ipOperands';
import { ip_rtaddr } from './address';
import { OK, type OptionResult, UNREACHABLE_HOST } from './result';

const recorded = decision('ip_dooptions.record-route', {
  question: 'Does this machine write itself into the record?',
  outcomes: {
    written: 'Yes: {address}.',
    full: 'No: there is no room left in it.',
    'bad-pointer': {
      malformed: true,
      answer: 'No: its pointer {pointer} is not possible.',
      verdict: 'the pointer {pointer} of its record route option is not possible',
    },
    'no-route': {
      answer: 'No: no route leads to {ip_dst}.',
      verdict: 'no route leads to {ip_dst}, so there is nothing to write into its record route option',
    },
  },
  reference: 'RFC 791 3.1; ip_dooptions (netinet/ip_input.c)',
});

/** Writes the address by which the packet leaves, or that it was sent to, into the option at `at`. */
export function record(host: Host, m: Mbuf, at: number): OptionResult {
  const length = m.data[m.off + at + 1];
  const pointer = m.data[m.off + at + 2];
  const possible = length >= 3 && pointer >= 4;
  const full = pointer - 1 > length - 4;
  const ia = possible && !full ? ip_rtaddr(host, m.data, m.off + IP_DST) : null;
  const outcome = !possible
    ? recorded.badPointer
    : full
      ? recorded.full
      : ia === null
        ? recorded.noRoute
        : recorded.written;
  decide(
    host,
    recorded,
    outcome,
    RECORDING && {
      pointer: { value: pointer, at: { offset: at + 2, length: 1 } },
      address: ia === null ? null : { value: ia.addr.slice(), origin: ia.origin },
      ip_dst: inOperand(m, IP_DST),
    },
  );
  if (outcome === recorded.full) return OK;
  if (ia === null) {
    settle(host, DROPPED);
    return outcome === recorded.noRoute ? UNREACHABLE_HOST : at + 2;
  }
  put32(m.data, m.off + at + pointer - 1, get32(ia.addr, 0));
  m.data[m.off + at + 2] += 4;
  return OK;
}
