/**
 * What neighbours say of themselves in passing (nd6_cache_lladdr in netinet6/nd6.c), and the packets that
 * waited for it.
 */
import { equalBytes } from '../../wire/bytes';
import { ND_REDIRECT, ND_ROUTER_ADVERT, ND_ROUTER_SOLICIT } from '../../wire/icmp6';
import type { Host } from '../host';
import type { Ifnet } from '../net/if';
import { decide, decision, enter, leave } from '../trace';
import {
  type Llinfo,
  ND6_GCTIMER,
  ND6_LLINFO_INCOMPLETE,
  ND6_LLINFO_NOSTATE,
  ND6_LLINFO_STALE,
  nd6_create,
  nd6_llinfo_settimer,
  nd6_lookup,
} from './nd6';
import { defrouter_select } from './rtr/defrouter';

const learned = decision('nd6_cache_lladdr.learned', {
  question: 'Is there something to learn of {from}?',
  outcomes: {
    new: 'Yes: it is a neighbour not heard of before.',
    'new-without-address': 'That it exists; its link address is not told.',
    address: 'Yes: its link address, which was not known.',
    changed: 'Yes: its link address has changed.',
    known: 'No: all of it is known.',
  },
  reference: 'RFC 4861 7.2.3; nd6_cache_lladdr (netinet6/nd6.c)',
});

/** Learns of the neighbour `from` (16 bytes, zone embedded) from a message of `type`; `lladdr` is null when it did not say its link address.
 * `toRouter`: a redirect names it as a router. */
export function nd6_cache_lladdr(
  host: Host,
  ifp: Ifnet,
  from: Uint8Array,
  lladdr: Uint8Array | null,
  type: number,
  frame: number,
  toRouter = false,
): void {
  enter(host, 'nd6_cache_lladdr', null);
  const known = nd6_lookup(host, from, 0, ifp);
  const outcome = judge(known, lladdr);
  decide(host, learned, outcome, RECORDING && { from: from.slice(), lladdr: lladdr?.slice() ?? null });
  const ln = known ?? nd6_create(host, from, 0, ifp);
  if (lladdr !== null && outcome !== learned.known) ln.lladdr = lladdr.slice();
  if (outcome === learned.newWithoutAddress) {
    ln.ln_state = ND6_LLINFO_NOSTATE;
  } else if (outcome !== learned.known) {
    ln.ln_state = ND6_LLINFO_STALE;
    if (!ln.permanent) nd6_llinfo_settimer(host, ln, ND6_GCTIMER * 1000, frame);
    releaseHeld(host, ln);
  }
  setRouter(ln, type, toRouter, outcome);
  if (outcome !== learned.known && ln.ln_router) defrouter_select(host);
  leave(host);
}

/** Whoever solicits routers is none, whoever advertises itself as one is, and a redirect leads to one. */
function setRouter(ln: Llinfo, type: number, toRouter: boolean, outcome: number): void {
  if (type === ND_ROUTER_ADVERT) ln.ln_router = ln.lladdr !== null || outcome === learned.known;
  else if (type === ND_REDIRECT && toRouter) ln.ln_router = true;
  else if (type === ND_ROUTER_SOLICIT) ln.ln_router = false;
}

function judge(known: Llinfo | null, lladdr: Uint8Array | null): number {
  if (known === null) return lladdr === null ? learned.newWithoutAddress : learned.new;
  if (lladdr === null) return learned.known;
  if (known.lladdr === null || known.ln_state === ND6_LLINFO_INCOMPLETE) return learned.address;
  return equalBytes(known.lladdr, 0, lladdr, 0, 6) ? learned.known : learned.changed;
}

/** Sends the packet that waited for this neighbour. */
export function releaseHeld(host: Host, ln: Llinfo): void {
  const m = ln.ln_hold;
  if (m === null) return;
  ln.ln_hold = null;
  host.surroundings.nd6_output(host, ln.ifp, ln.ifp, m, ln.addr, null);
}
