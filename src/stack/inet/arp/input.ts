/** Reception of ARP (arpintr and in_arpinput in netinet/if_ether.c, RFC 826). */
import { formatIpv4, formatMac, isBroadcastMac } from '../../../wire/address';
import {
  ARP_HDRLEN,
  ARP_HLN,
  ARP_HRD,
  ARP_LEN,
  ARP_OP,
  ARP_PLN,
  ARP_PRO,
  ARP_SHA,
  ARP_SPA,
  ARP_TPA,
  ARPHRD_ETHER,
  ARPHRD_IEEE802,
  ARPOP_REQUEST,
} from '../../../wire/arp';
import { equalBytes, get16, get32 } from '../../../wire/bytes';
import { ETHERTYPE_IP } from '../../../wire/linkHeader';
import { time_second } from '../../clock';
import type { Host } from '../../host';
import { bridgeOfMember } from '../../net/bridgeVar';
import type { Ifnet } from '../../net/if';
import type { Mbuf } from '../../net/mbuf';
import { ifOperand } from '../../operands';
import { CONSUMED, DROPPED, decide, decision, enter, leave, log, settle, used } from '../../trace';
import { in_ifawithaddr } from '../in';
import { arp_create, arp_lookup, arp_schedule, hasLinkAddress, type LlinfoArp } from './cache';
import { arpreply } from './message';
import { releaseHeld } from './resolve';

const header = decision('arpintr.header', {
  question: 'Is it ARP for IPv4 on Ethernet, and whole?',
  outcomes: {
    valid: 'Yes.',
    runt: {
      malformed: true,
      answer: 'No: {len} bytes are too few.',
      verdict: 'the ARP packet has {len} bytes, fewer than it needs',
    },
    hardware: {
      answer: 'No: its hardware is of type {hrd}.',
      verdict: 'its ARP is for hardware of type {hrd} with addresses of {hln} bytes',
    },
    protocol: {
      answer: 'No: its protocol is {pro}.',
      verdict: 'its ARP is for the protocol {pro}, not IPv4',
    },
  },
  reference: 'RFC 826; arpintr (netinet/if_ether.c)',
});

const sender = decision('in_arpinput.sender', {
  question: 'Can its sender be believed?',
  outcomes: {
    believed: 'Yes: {spa} says that it is {sha}.',
    'no-address': {
      answer: 'It does not matter: {ifp} has no IPv4 address.',
      verdict: '{ifp} has no IPv4 address',
    },
    own: {
      answer: 'It is this machine itself.',
      verdict: 'it was sent by this machine itself',
    },
    broadcast: {
      answer: 'No: it says that {spa} is everybody.',
      verdict: 'it gives the broadcast address as the link address of {spa}',
    },
    'uses-mine': 'No: {spa} is an address of ours, and {sha} uses it too.',
  },
  reference: 'RFC 826, RFC 5227; in_arpinput (netinet/if_ether.c)',
});

const learned = decision('in_arpinput.learned', {
  question: 'Is there something to learn of {spa}?',
  outcomes: {
    new: 'Yes: it asks for us, so it will be spoken to.',
    address: 'Yes: its link address, which was not known.',
    same: 'No: it is at {sha} as before.',
    moved: 'Yes: it was at {old}, and is at {sha} now.',
    permanent: 'No: its entry was made by hand and is not changed.',
    'other-interface': 'No: it is known on another interface than {ifp}.',
    stranger: 'No: nobody here speaks to it.',
  },
  reference: 'RFC 826; in_arpinput (netinet/if_ether.c)',
});

const answered = decision('in_arpinput.answer', {
  question: 'Is it answered?',
  outcomes: {
    own: {
      answer: 'Yes: {tpa} is our address.',
      verdict: 'ARP asks for {tpa}, which is ours',
    },
    proxy: {
      answer: 'Yes: this machine answers for {tpa}.',
      verdict: 'ARP asks for {tpa}, for which this machine answers',
    },
    reply: {
      answer: 'No: it is an answer itself.',
      verdict: 'ARP tells that {spa} is at {sha}',
    },
    other: {
      answer: 'No: {tpa} is not ours.',
      verdict: 'ARP asks for {tpa}, which is not ours',
    },
  },
  reference: 'RFC 826; in_arpinput (netinet/if_ether.c)',
});

/** Takes the ARP packet `m`, which came in by `m.rcvif`. */
export function arpintr(host: Host, m: Mbuf): void {
  enter(host, 'arpintr', m);
  if (isForUs(host, m)) in_arpinput(host, m, m.rcvif as Ifnet);
  leave(host);
}

function isForUs(host: Host, m: Mbuf): boolean {
  const outcome = judgeHeader(m);
  const whole = m.len >= ARP_HDRLEN;
  decide(
    host,
    header,
    outcome,
    RECORDING && {
      len: m.len,
      hrd: whole ? get16(m.data, m.off + ARP_HRD) : null,
      hln: whole ? m.data[m.off + ARP_HLN] : null,
      pro: whole
        ? `0x${get16(m.data, m.off + ARP_PRO)
            .toString(16)
            .padStart(4, '0')}`
        : null,
    },
  );
  if (outcome === header.valid) return true;
  settle(host, DROPPED);
  return false;
}

function judgeHeader({ data, off, len }: Mbuf): number {
  if (len < ARP_HDRLEN) return header.runt;
  const hrd = get16(data, off + ARP_HRD);
  if (hrd !== ARPHRD_ETHER && hrd !== ARPHRD_IEEE802) return header.hardware;
  if (get16(data, off + ARP_PRO) !== ETHERTYPE_IP) return header.protocol;
  if (data[off + ARP_HLN] !== 6 || data[off + ARP_PLN] !== 4) return header.hardware;
  return len < ARP_LEN ? header.runt : header.valid;
}

function in_arpinput(host: Host, m: Mbuf, ifp: Ifnet): void {
  const spa = get32(m.data, m.off + ARP_SPA);
  const tpa = get32(m.data, m.off + ARP_TPA);
  const trust = judgeSender(host, m, ifp, spa);
  decide(host, sender, trust, RECORDING && operands(m, ifp));
  if (trust !== sender.believed && trust !== sender.usesMine) {
    settle(host, DROPPED);
    return;
  }
  const target = in_ifawithaddr(host, tpa);
  const mine = target !== null && isOurs(ifp, target.ifp);
  if (trust === sender.usesMine) {
    log(
      host,
      0,
      `arp: ${formatMac(m.data, m.off + ARP_SHA)} is using my IP address ${formatIpv4(m.data, m.off + ARP_SPA)}!`,
    );
  } else learn(host, m, ifp, spa, mine ? target.ifp : null);
  answer(host, m, ifp, tpa, mine);
}

function judgeSender(host: Host, m: Mbuf, ifp: Ifnet, spa: number): number {
  const at = m.off + ARP_SHA;
  if (ifp.inet.length === 0 && !isBridged(host, ifp)) return sender.noAddress;
  if (equalBytes(ifp.lladdr, 0, m.data, at, 6)) return sender.own;
  if (isBroadcastMac(m.data, at)) return sender.broadcast;
  const ia = in_ifawithaddr(host, spa);
  return ia !== null && isOurs(ifp, ia.ifp) ? sender.usesMine : sender.believed;
}

/**
 * An address counts as that of the interface which asks for it; among the members of a bridge, that of one is
 * that of all.
 */
function isOurs(ifp: Ifnet, owner: Ifnet): boolean {
  return owner === ifp || (bridgeOfMember(ifp) !== null && bridgeOfMember(ifp) === bridgeOfMember(owner));
}

/** True when another member of the interface's bridge has an address. */
function isBridged(host: Host, ifp: Ifnet): boolean {
  return host.interfaces.some(other => other.inet.length > 0 && isOurs(ifp, other));
}

/**
 * Whoever asks for us is remembered, on the interface `owner` whose address it asks for; of others only what
 * is known already is kept up to date.
 */
function learn(host: Host, m: Mbuf, ifp: Ifnet, spa: number, owner: Ifnet | null): void {
  const la = arp_lookup(host, spa);
  const outcome = judgeLearned(m, ifp, la, owner !== null && spa !== 0);
  decide(
    host,
    learned,
    outcome,
    RECORDING && { ...operands(m, ifp), old: la?.lladdr == null ? null : formatMac(la.lladdr) },
  );
  switch (outcome) {
    case learned.new:
      arp_schedule(host, m.frame);
      update(host, m, arp_create(host, owner ?? ifp, m.data, m.off + ARP_SPA));
      return;
    case learned.address:
    case learned.same:
      update(host, m, la as LlinfoArp);
      return;
    case learned.moved:
      log(
        host,
        0,
        `arp: ${spaText(m)} moved from ${formatMac(la?.lladdr as Uint8Array)} to ${shaText(m)} on ${ifp.name}`,
      );
      update(host, m, la as LlinfoArp);
      return;
    case learned.permanent:
      log(host, 0, `arp: ${shaText(m)} attempts to modify permanent entry for ${spaText(m)} on ${ifp.name}`);
      return;
    case learned.otherInterface:
      log(
        host,
        0,
        `arp: ${spaText(m)} is on ${la?.ifp.name} but got reply from ${shaText(m)} on ${ifp.name}`,
      );
  }
}

const spaText = (m: Mbuf): string => formatIpv4(m.data, m.off + ARP_SPA);
const shaText = (m: Mbuf): string => formatMac(m.data, m.off + ARP_SHA);

function judgeLearned(m: Mbuf, ifp: Ifnet, la: LlinfoArp | null, create: boolean): number {
  if (la === null) return create ? learned.new : learned.stranger;
  if (!isOurs(ifp, la.ifp)) return learned.otherInterface;
  if (la.lladdr === null) return learned.address;
  if (hasLinkAddress(la, m.data, m.off + ARP_SHA)) return learned.same;
  return la.permanent ? learned.permanent : learned.moved;
}

function update(host: Host, m: Mbuf, la: LlinfoArp): void {
  used(host, la.origin);
  const at = m.off + ARP_SHA;
  if (!hasLinkAddress(la, m.data, at)) la.lladdr = m.data.slice(at, at + 6);
  if (!la.permanent) la.expire = time_second(host) + host.sysctl4.max_age;
  la.rejected = false;
  la.la_asked = 0;
  la.la_preempt = host.sysctl4.maxtries;
  releaseHeld(host, la);
}

function answer(host: Host, m: Mbuf, ifp: Ifnet, tpa: number, mine: boolean): void {
  const asks = get16(m.data, m.off + ARP_OP) === ARPOP_REQUEST;
  const proxied = asks && !mine ? arp_lookup(host, tpa) : null;
  const outcome = !asks
    ? answered.reply
    : mine
      ? answered.own
      : proxied?.proxy === true
        ? answered.proxy
        : answered.other;
  if (outcome === answered.own) used(host, in_ifawithaddr(host, tpa)?.origin ?? null);
  if (outcome === answered.proxy) used(host, proxied?.origin ?? null);
  decide(host, answered, outcome, RECORDING && operands(m, ifp));
  settle(host, outcome === answered.other ? DROPPED : CONSUMED);
  if (outcome === answered.own) arpreply(host, ifp, m.data, m.off, ifp.lladdr, m.frame);
  else if (outcome === answered.proxy)
    arpreply(host, ifp, m.data, m.off, proxied?.lladdr ?? ifp.lladdr, m.frame);
}

function operands(m: Mbuf, ifp: Ifnet) {
  const { data, off } = m;
  return {
    ifp: ifOperand(ifp),
    sha: { value: formatMac(data, off + ARP_SHA), at: { offset: ARP_SHA, length: 6 } },
    spa: { value: data.slice(off + ARP_SPA, off + ARP_SPA + 4), at: { offset: ARP_SPA, length: 4 } },
    tpa: { value: data.slice(off + ARP_TPA, off + ARP_TPA + 4), at: { offset: ARP_TPA, length: 4 } },
  };
}
