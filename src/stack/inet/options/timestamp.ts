/** The timestamp option (RFC 791 3.1). */
import { get32, put32 } from '../../../wire/bytes';
import { IP_DST } from '../../../wire/ipv4';
import type { Host } from '../../host';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { DROPPED, decide, decision, settle } from '../../trace';
import { ifaof_ifpforaddr, in_ifawithaddr } from '../in';
import { OK, type OptionResult } from './result';

const TSONLY = 0;
const TSANDADDR = 1;
const PRESPEC = 3;

const stamped = decision('ip_dooptions.timestamp', {
  question: 'Does this machine add its time?',
  outcomes: {
    added: 'Yes.',
    'not-asked': 'No: the next time is asked of another machine.',
    'no-address': 'No: {rcvif} has no address to write beside it.',
    full: 'No: there is no room left, and one more machine is counted that had none.',
    malformed: {
      malformed: true,
      answer: 'No: its pointer, length or kind is not possible.',
      verdict: 'the pointer, length or kind of its timestamp option is not possible',
    },
  },
  reference: 'RFC 791 3.1; ip_dooptions (netinet/ip_input.c)',
});

/** Milliseconds since midnight, UT (iptime). */
export function iptime(host: Host): number {
  return ((host.epoch % 86400) * 1000 + Math.floor(host.now / 1e6)) % 86400000;
}

/** Adds a time, where it is asked with an address, to the option at `at`. */
export function stamp(host: Host, m: Mbuf, at: number): OptionResult {
  const { data } = m;
  const base = m.off + at;
  const ifp = m.rcvif as Ifnet;
  const outcome = judge(host, m, base, ifp);
  decide(host, stamped, outcome, RECORDING && { rcvif: ifp.name });
  if (outcome === stamped.malformed) {
    settle(host, DROPPED);
    return at + 2;
  }
  if (outcome === stamped.full) data[base + 3] += 0x10;
  if (outcome !== stamped.added) return OK;
  const kind = data[base + 3] & 0xf;
  let place = data[base + 2] - 1;
  if (kind === TSANDADDR) {
    put32(data, base + place, addressFor(m, ifp));
    place += 4;
  } else if (kind === PRESPEC) place += 4;
  put32(data, base + place, iptime(host));
  data[base + 2] = place + 5;
  return OK;
}

function addressFor(m: Mbuf, ifp: Ifnet): number {
  const ia = ifaof_ifpforaddr(ifp, get32(m.data, m.off + IP_DST));
  return ia === null ? 0 : get32(ia.addr, 0);
}

function judge(host: Host, m: Mbuf, base: number, ifp: Ifnet): number {
  const { data } = m;
  const length = data[base + 1];
  const pointer = data[base + 2];
  if (length < 4 || length > 40 || pointer < 5) return stamped.malformed;
  if (pointer > length - 3) return (data[base + 3] & 0xf0) === 0xf0 ? stamped.malformed : stamped.full;
  const kind = data[base + 3] & 0xf;
  if (kind === TSONLY) return stamped.added;
  if (kind !== TSANDADDR && kind !== PRESPEC) return stamped.malformed;
  if (pointer - 1 + 8 > length) return stamped.malformed;
  if (kind === TSANDADDR) return ifp.inet.length === 0 ? stamped.noAddress : stamped.added;
  return in_ifawithaddr(host, get32(data, base + pointer - 1)) === null ? stamped.notAsked : stamped.added;
}
