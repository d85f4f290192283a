/** Divert sockets are told of what happened to an address (div_ctlinput). They do nothing. */
import { formatIpv4 } from '../../../wire/address';
import type { Host } from '../../host';
import { AF_INET } from '../../net/sockaddr';
import { branch, decide, decision, enter, leave } from '../../trace';
import { isInaddrAny, type SockaddrIn } from '../sockaddrIn';
import { lines } from './source';

/** The notices of a redirect, PRC_REDIRECT_NET to PRC_REDIRECT_TOSHOST (sys/protosw.h). */
const PRC_REDIRECT_NET = 14;
const PRC_REDIRECT_TOSHOST = 17;

const address = decision('div_ctlinput.address', {
  question: 'Is it about an IPv4 address?',
  outcomes: { other: 'No: it is ignored.', ipv4: 'Yes: {address}.' },
  kernel: lines(552, 553),
  reference: 'div_ctlinput (netinet/ip_divert.c)',
});

const redirect = decision('div_ctlinput.redirect', {
  question: 'Is it a redirect?',
  outcomes: { redirect: 'Yes: it is ignored.', other: 'No: it is ignored as well.' },
  kernel: lines(554, 555),
  reference: 'div_ctlinput (netinet/ip_divert.c)',
});

/** Takes notice `cmd` (PRC_*) about an address. */
export function div_ctlinput(host: Host, cmd: number, sin: SockaddrIn): void {
  enter(host, 'div_ctlinput', null);
  const other = branch(host, 552, sin.sin_family !== AF_INET || isInaddrAny(sin));
  const looked = RECORDING && { address: formatIpv4(sin.sin_addr) };
  decide(host, address, other ? address.other : address.ipv4, looked);
  if (!other) {
    const isRedirect = branch(host, 554, cmd >= PRC_REDIRECT_NET && cmd <= PRC_REDIRECT_TOSHOST);
    decide(host, redirect, isRedirect ? redirect.redirect : redirect.other);
  }
  leave(host);
}
