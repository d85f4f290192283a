/** The checks of ip6_input, in order, and its headers. */

import assert from 'node:assert/strict';
import { IFF_LOOPBACK } from '../../../src/stack/net/if';
import { get16 } from '../../../src/wire/bytes';
import { LINKTYPE_RAW } from '../../../src/wire/linktype';
import { type Lab, router } from '../lab';
import {
  address,
  errorOf,
  ethernet,
  fragmentHeader,
  icmp6,
  icmp6Packet,
  ip6,
  join,
  optionsHeader,
  routingHeader,
  solicitation,
  udp,
} from '../packets';

interface Case {
  readonly name: string;
  readonly packet: Uint8Array;
  readonly prepare?: (lab: Lab) => void;
  readonly frame?: { dst?: string };
  readonly verdict: string;
  /** The decision that settled it. */
  readonly by: string;
  /** Further decisions on the path. */
  readonly passes?: readonly string[];
  /**
   * Counters without the prefix of their structure's unchanging ones, exactly: `ip6stat.`, `if.em0.`,
   * `icmp6stat.`
   */
  readonly counts: Readonly<Record<string, number>>;
  /** ICMPv6 error that is sent: type, code, and the 32-bit word. */
  readonly error?: readonly [type: number, code: number, param: number];
}

const SRC = '2001:db8:1::10';
const DST = '2001:db8:2::20';
const OWN = '2001:db8:1::1';
const received = { 'ip6stat.ip6s_total': 1, 'if.em0.ifs6_in_receive': 1 };
const upper = (proto: number) => ({ ...received, [`ip6stat.ip6s_nxthist.${proto}`]: 1 });
const errored = (proto: number, kind: string, type: number, counter: string) => ({
  ...upper(proto),
  'icmp6stat.icp6s_error': 1,
  [`icmp6stat.${kind}`]: 1,
  [`icmp6stat.icp6s_outhist.${type}`]: 1,
  'ip6stat.ip6s_localout': 1,
  'if.em0.ifs6_out_request': 1,
  'if.em0.ifs6_out_msg': 1,
  'if.em0.ifs6_out_error': 1,
  [`if.em0.${counter}`]: 1,
});
const parameterProblem = (proto: number, code: 'header' | 'nextheader' | 'option') =>
  errored(proto, `icp6s_oparamprob_${code}`, 4, 'ifs6_out_paramprob');

const datagram = udp(SRC, DST, new Uint8Array(8));
const ownDatagram = udp(SRC, OWN, new Uint8Array(8));
const hop = (options: readonly number[], rest = datagram, dst = DST) =>
  ip6({ dst, nxt: 0, payload: join(optionsHeader(17, options), rest) });
const delivered = { 'ip6stat.ip6s_delivered': 1, 'if.em0.ifs6_in_deliver': 1 };
const noPort = { 'udpstat.udps_ipackets': 1, 'udpstat.udps_noport': 1 };
const closed = (proto: number) => errored(proto, 'icp6s_odst_unreach_noport', 1, 'ifs6_out_dstunreach');
const alert = [5, 2, 0, 0];

const cases: readonly Case[] = [
  {
    name: 'IPv6 is disabled on the interface',
    packet: ip6(),
    prepare: lab =>
      lab.each((stack, _host, em) => {
        em('em0').nd.flags |= stack.ND6_IFF_IFDISABLED;
      }),
    verdict: 'dropped',
    by: 'ip6_input.disabled=disabled',
    counts: {},
  },
  {
    name: 'no whole header',
    packet: ip6().slice(0, 39),
    verdict: 'dropped',
    by: 'ip6_input.size=too-small',
    counts: { ...received, 'ip6stat.ip6s_toosmall': 1, 'if.em0.ifs6_in_hdrerr': 1 },
  },
  {
    name: 'another version',
    packet: ip6({ version: 5 }),
    verdict: 'dropped',
    by: 'ip6_input.version=other',
    counts: { ...received, 'ip6stat.ip6s_badvers': 1, 'if.em0.ifs6_in_hdrerr': 1 },
  },
  ...(
    [
      ['a group as source', { src: 'ff02::1' }, 'multicast-source'],
      [':: as destination', { dst: '::' }, 'unspecified-destination'],
      ['a group that never leaves an interface', { dst: 'ff01::1' }, 'interface-local'],
      ['an IPv4-mapped source', { src: '::ffff:192.0.2.1' }, 'ipv4-mapped'],
      ['an IPv4-mapped destination', { dst: '::ffff:192.0.2.1' }, 'ipv4-mapped'],
    ] as const
  ).map(([name, fields, outcome]) => ({
    name,
    packet: ip6(fields),
    verdict: 'dropped',
    by: `ip6_input.addresses=${outcome}`,
    counts: { ...upper(17), 'ip6stat.ip6s_badscope': 1, 'if.em0.ifs6_in_addrerr': 1 },
  })),
  {
    name: 'a zone within the source',
    packet: ip6({ src: 'fe80:1::10' }),
    verdict: 'dropped',
    by: 'ip6_input.zone=zone-on-wire',
    counts: { ...upper(17), 'ip6stat.ip6s_badscope': 1 },
  },
  {
    name: 'a zone within the destination',
    packet: ip6({ dst: 'ff02:1::1' }),
    verdict: 'dropped',
    by: 'ip6_input.zone=zone-on-wire',
    counts: { ...upper(17), 'ip6stat.ip6s_badscope': 1 },
  },
  {
    name: '::1 as source from a network',
    packet: ip6({ src: '::1' }),
    verdict: 'dropped',
    by: 'ip6_input.zone=loopback-address',
    counts: { ...upper(17), 'ip6stat.ip6s_badscope': 1 },
  },
  {
    name: '::1 as destination from a network',
    packet: ip6({ dst: '::1' }),
    verdict: 'dropped',
    by: 'ip6_input.zone=loopback-address',
    counts: { ...upper(17), 'ip6stat.ip6s_badscope': 1 },
  },
  {
    name: 'a group nobody here listens to',
    packet: ip6({ dst: 'ff0e::99' }),
    frame: { dst: '33:33:00:00:00:99' },
    verdict: 'dropped',
    by: 'ip6_input.multicast-member=not-member',
    counts: {
      ...upper(17),
      'ip6stat.ip6s_notmember': 1,
      'ip6stat.ip6s_cantforward': 1,
      'if.em0.ifs6_in_mcast': 1,
      'if.em0.ifs6_in_discard': 1,
    },
  },
  {
    name: 'the group of all nodes',
    packet: ip6({ dst: 'ff02::1', payload: udp(SRC, 'ff02::1', new Uint8Array(8)) }),
    frame: { dst: '33:33:00:00:00:01' },
    verdict: 'dropped',
    by: 'udp6_input.port=group',
    passes: ['ip6_input.multicast-member=member', 'ip6_input.destination=here'],
    counts: {
      ...upper(17),
      ...delivered,
      ...noPort,
      'udpstat.udps_noportmcast': 1,
      'if.em0.ifs6_in_mcast': 1,
    },
  },
  {
    name: 'an address of ours',
    packet: ip6({ dst: OWN, payload: ownDatagram }),
    verdict: 'dropped',
    by: 'udp6_input.port=closed',
    passes: ['ip6_input.forward-cache=miss', 'ip6_input.own-address=own', 'ip6_input.inbound-policy=accept'],
    counts: { ...closed(17), ...delivered, ...noPort },
    error: [1, 4, 0],
  },
  {
    name: 'an address of ours, on a port on which a program listens',
    packet: ip6({ dst: OWN, payload: ownDatagram }),
    prepare: lab => lab.each((stack, host) => stack.udp_listen(host, get16(ownDatagram, 2))),
    verdict: 'delivered',
    by: 'udp6_input.port=open',
    counts: { ...upper(17), ...delivered, 'udpstat.udps_ipackets': 1 },
  },
  {
    name: 'an address of ours, while nobody knows of programs',
    packet: ip6({ dst: OWN, payload: ownDatagram }),
    prepare: lab =>
      lab.each((_, host) => {
        host.udpListeners = null;
      }),
    verdict: 'delivered',
    by: 'udp6_input.port=unknown',
    counts: { ...upper(17), ...delivered, 'udpstat.udps_ipackets': 1 },
  },
  {
    name: 'an address of ours on another interface',
    packet: ip6({ dst: '2001:db8:2::1', nxt: 6, payload: new Uint8Array(20) }),
    verdict: 'delivered',
    by: 'ip6_input.next-header=tcp',
    counts: { ...upper(6), 'ip6stat.ip6s_delivered': 1, 'if.em1.ifs6_in_deliver': 1 },
  },
  {
    name: 'an address of ours that is not ready',
    packet: ip6({ dst: OWN, payload: ownDatagram }),
    prepare: lab =>
      lab.each((stack, _host, em) => {
        for (const ia of em('em0').addresses) ia.flags |= stack.IN6_IFF_DUPLICATED;
      }),
    verdict: 'dropped',
    by: 'ip6_input.own-address=not-ready',
    counts: upper(17),
  },
  {
    name: 'not ours, and this is no router',
    packet: ip6(),
    prepare: lab => lab.each((stack, host) => stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 0)),
    verdict: 'dropped',
    by: 'ip6_input.forwarding=off',
    counts: { ...upper(17), 'ip6stat.ip6s_cantforward': 1, 'if.em0.ifs6_in_discard': 1 },
  },
  {
    name: 'longer than its header says',
    packet: join(ip6(), new Uint8Array(6)),
    verdict: 'forwarded',
    by: 'ip6_forward.neighbor-output=accepted',
    passes: ['ip6_input.payload-length=trimmed'],
    counts: { ...upper(17), 'ip6stat.ip6s_forward': 1, 'if.em1.ifs6_out_forward': 1 },
  },
  {
    name: 'shorter than its header says',
    packet: ip6({ plen: 17 }),
    verdict: 'dropped',
    by: 'ip6_input.payload-length=too-short',
    counts: { ...upper(17), 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'hop-by-hop padding',
    packet: hop([0, 1, 2, 0, 0, 0]),
    verdict: 'forwarded',
    by: 'ip6_forward.neighbor-output=accepted',
    passes: [
      'ip6_hopopts_input.header=whole',
      'ip6_process_hopopts.option=padding',
      'ip6_input.jumbo-missing=no',
    ],
    counts: { ...upper(0), 'ip6stat.ip6s_forward': 1, 'if.em1.ifs6_out_forward': 1 },
  },
  {
    name: 'a hop-by-hop header that is cut off',
    packet: ip6({ nxt: 0, payload: Uint8Array.of(17, 3, 1, 4, 0, 0, 0, 0) }),
    verdict: 'dropped',
    by: 'ip6_hopopts_input.header=cut-off',
    counts: { ...upper(0), 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'a payload of fewer than 8 bytes as hop-by-hop header',
    packet: ip6({ nxt: 0, payload: Uint8Array.of(17, 0, 1) }),
    verdict: 'dropped',
    by: 'ip6_hopopts_input.header=cut-off',
    counts: { ...upper(0), 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'an option that runs past its header',
    packet: hop([1, 60, 0, 0, 0, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=cut-off',
    counts: { ...upper(0), 'ip6stat.ip6s_toosmall': 1 },
  },
  {
    name: 'the type of an option as the last byte of its header',
    packet: hop([1, 3, 0, 0, 0, 1]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=cut-off',
    counts: { ...upper(0), 'ip6stat.ip6s_toosmall': 1 },
  },
  {
    name: 'an unknown option to skip',
    packet: hop([0x1e, 4, 1, 2, 3, 4]),
    verdict: 'forwarded',
    by: 'ip6_forward.neighbor-output=accepted',
    passes: ['ip6_process_hopopts.option=unknown', 'ip6_unknown_opt.action=skip'],
    counts: { ...upper(0), 'ip6stat.ip6s_forward': 1, 'if.em1.ifs6_out_forward': 1 },
  },
  {
    name: 'an unknown option that asks to be dropped',
    packet: hop([0x5e, 4, 1, 2, 3, 4]),
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=discard',
    counts: upper(0),
  },
  {
    name: 'an unknown option that asks for a message',
    packet: hop([0x9e, 4, 1, 2, 3, 4]),
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=report',
    counts: { ...parameterProblem(0, 'option'), 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 2, 42],
  },
  {
    name: 'an unknown option that asks for a message, to a group',
    packet: ip6({ dst: 'ff02::1', nxt: 0, payload: join(optionsHeader(59, [0x9e, 4, 1, 2, 3, 4])) }),
    frame: { dst: '33:33:00:00:00:01' },
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=report',
    passes: ['icmp6_error.group=allowed'],
    counts: { ...parameterProblem(0, 'option'), 'ip6stat.ip6s_badoptions': 1, 'if.em0.ifs6_in_mcast': 1 },
    error: [4, 2, 42],
  },
  {
    name: 'an unknown option that asks for a message unless to a group, to a group',
    packet: ip6({ dst: 'ff02::1', nxt: 0, payload: join(optionsHeader(59, [0xde, 4, 1, 2, 3, 4])) }),
    frame: { dst: '33:33:00:00:00:01' },
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=no-report',
    counts: { ...upper(0), 'ip6stat.ip6s_badoptions': 1, 'if.em0.ifs6_in_mcast': 1 },
  },
  {
    name: 'a router alert of a wrong length',
    packet: hop([5, 4, 0, 0, 0, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=alert-length',
    counts: parameterProblem(0, 'header'),
    error: [4, 0, 43],
  },
  {
    name: 'a router alert in a packet for others',
    packet: hop(alert),
    verdict: 'dropped',
    by: 'udp6_input.port=closed',
    passes: ['ip6_process_hopopts.option=router-alert', 'ip6_input.router-alert=alert'],
    counts: { ...closed(0), ...delivered, ...noPort },
    error: [1, 4, 0],
  },
  {
    name: 'a router alert on a machine that is no router',
    packet: hop(alert, ownDatagram, OWN),
    prepare: lab => lab.each((stack, host) => stack.sysctl_set(host, 'net.inet6.ip6.forwarding', 0)),
    verdict: 'dropped',
    by: 'udp6_input.port=closed',
    passes: ['ip6_input.router-alert=none'],
    counts: { ...closed(0), ...delivered, ...noPort },
    error: [1, 4, 0],
  },
  {
    name: 'a jumbo option of a wrong length',
    packet: hop([0xc2, 2, 0, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=jumbo-length',
    counts: parameterProblem(0, 'header'),
    error: [4, 0, 43],
  },
  {
    name: 'a jumbo option beside a payload length',
    packet: hop([0xc2, 4, 0, 1, 0, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=jumbo-twice',
    counts: { ...parameterProblem(0, 'header'), 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 42],
  },
  {
    name: 'two jumbo options',
    packet: ip6({
      nxt: 0,
      plen: 0,
      payload: join(optionsHeader(17, [0xc2, 4, 0, 1, 0, 0, 0xc2, 4, 0, 1, 0, 0, 0, 0]), datagram),
    }),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=jumbo-again',
    counts: { ...parameterProblem(0, 'header'), 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 50],
  },
  {
    name: 'a router alert whose wrong length runs past its header',
    packet: hop([5, 40, 0, 0, 0, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=alert-length',
    counts: parameterProblem(0, 'header'),
    error: [4, 0, 43],
  },
  {
    name: 'a router alert for which its header has no room',
    packet: hop([1, 1, 0, 5, 1, 0]),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=cut-off',
    counts: { ...upper(0), 'ip6stat.ip6s_toosmall': 1 },
  },
  {
    name: 'a jumbo option for a small packet',
    packet: ip6({ nxt: 0, plen: 0, payload: join(optionsHeader(17, [0xc2, 4, 0, 0, 0, 24]), datagram) }),
    verdict: 'dropped',
    by: 'ip6_process_hopopts.option=jumbo-small',
    counts: { ...parameterProblem(0, 'header'), 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 44],
  },
  {
    name: 'a jumbo option for more than came',
    packet: ip6({ nxt: 0, plen: 0, payload: join(optionsHeader(17, [0xc2, 4, 0, 1, 0, 0]), datagram) }),
    verdict: 'dropped',
    by: 'ip6_input.payload-length=too-short',
    passes: ['ip6_process_hopopts.option=jumbo'],
    counts: { ...upper(0), 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'a jumbo option for more than came, before an option that is not known',
    packet: ip6({
      nxt: 0,
      plen: 0,
      payload: join(optionsHeader(17, [0xc2, 4, 0, 1, 0, 0, 0x81, 0, 1, 4, 0, 0, 0, 0]), datagram),
    }),
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=report',
    passes: ['ip6_process_hopopts.option=jumbo'],
    counts: { ...parameterProblem(0, 'option'), 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 2, 48],
  },
  {
    name: 'a jumbogram longer than its jumbo length, after padding',
    packet: ip6({
      nxt: 0,
      plen: 0,
      payload: join(
        optionsHeader(59, [0, 1, 1, 0, 0xc2, 4, 0, 1, 0, 0x10, 1, 2, 0, 0]),
        new Uint8Array(0x10000 + 3),
      ),
    }),
    verdict: 'dropped',
    by: 'ip6_forward.link-mtu=longer',
    passes: ['ip6_process_hopopts.option=jumbo', 'ip6_input.payload-length=trimmed'],
    counts: {
      ...errored(0, 'icp6s_opacket_too_big', 2, 'ifs6_out_pkttoobig'),
      'if.em1.ifs6_in_toobig': 1,
    },
    error: [2, 0, 1500],
  },
  {
    name: 'a jumbogram',
    packet: ip6({
      nxt: 0,
      plen: 0,
      payload: join(optionsHeader(59, [0xc2, 4, 0, 1, 0, 8]), new Uint8Array(0x10000)),
    }),
    verdict: 'dropped',
    by: 'ip6_forward.link-mtu=longer',
    passes: ['ip6_process_hopopts.option=jumbo', 'ip6_input.payload-length=exact'],
    counts: {
      ...errored(0, 'icp6s_opacket_too_big', 2, 'ifs6_out_pkttoobig'),
      'if.em1.ifs6_in_toobig': 1,
    },
    error: [2, 0, 1500],
  },
  {
    name: 'a payload length of 0 with options',
    packet: ip6({ nxt: 0, plen: 0, payload: join(optionsHeader(17, [1, 4, 0, 0, 0, 0]), datagram) }),
    verdict: 'dropped',
    by: 'ip6_input.jumbo-missing=yes',
    counts: {
      ...parameterProblem(0, 'header'),
      'ip6stat.ip6s_badoptions': 1,
      'if.em0.ifs6_in_discard': 1,
      'if.em0.ifs6_in_hdrerr': 1,
    },
    error: [4, 0, 4],
  },
  {
    name: 'destination options of ours',
    packet: ip6({ dst: OWN, nxt: 60, payload: join(optionsHeader(17, [0, 0x1e, 0, 1, 0]), ownDatagram) }),
    verdict: 'dropped',
    by: 'udp6_input.port=closed',
    passes: ['ip6_input.next-header=destination-options', 'dest6_input.options=read'],
    counts: { ...closed(60), ...delivered, ...noPort },
    error: [1, 4, 0],
  },
  {
    name: 'destination options that must not be skipped',
    packet: ip6({ dst: OWN, nxt: 60, payload: join(optionsHeader(17, [0x9e, 0, 1, 0]), ownDatagram) }),
    verdict: 'dropped',
    by: 'ip6_unknown_opt.action=report',
    passes: ['dest6_input.options=refused'],
    counts: { ...parameterProblem(60, 'option'), ...delivered, 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 2, 42],
  },
  {
    name: 'a destination option that runs past its header',
    packet: ip6({ dst: OWN, nxt: 60, payload: join(optionsHeader(17, [1, 60, 0, 0, 0, 0]), ownDatagram) }),
    verdict: 'dropped',
    by: 'dest6_input.options=cut-off',
    counts: { ...upper(60), ...delivered, 'ip6stat.ip6s_toosmall': 1 },
  },
  {
    name: 'destination options that run past the packet',
    packet: ip6({ dst: OWN, nxt: 60, payload: Uint8Array.of(17, 9, 1, 4, 0, 0, 0, 0) }),
    verdict: 'dropped',
    by: 'dest6_input.options=cut-off',
    counts: { ...upper(60), ...delivered, 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'more headers than are processed',
    packet: ip6({
      dst: OWN,
      nxt: 60,
      payload: join(...Array.from({ length: 5 }, () => optionsHeader(60, [1, 4, 0, 0, 0, 0])), ownDatagram),
    }),
    prepare: lab => lab.each((stack, host) => stack.sysctl_set(host, 'net.inet6.ip6.hdrnestlimit', 5)),
    verdict: 'dropped',
    by: 'ip6_input.header-count=too-many',
    counts: { ...upper(60), ...delivered, 'ip6stat.ip6s_toomanyhdr': 1 },
  },
  {
    name: 'a hop-by-hop header that the payload length does not cover',
    packet: ip6({
      dst: OWN,
      nxt: 0,
      plen: 8,
      payload: join(optionsHeader(17, [1, 12, ...new Array(12).fill(0)]), ownDatagram),
    }),
    verdict: 'dropped',
    by: 'ip6_input.header-count=past-end',
    counts: { ...upper(0), ...delivered, 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'a fragment of ours',
    packet: ip6({ dst: OWN, nxt: 44, payload: join(fragmentHeader(17, 0, true, 7), ownDatagram) }),
    verdict: 'queued',
    by: 'frag6_input.complete=more-follow',
    counts: { ...upper(44), ...delivered, 'ip6stat.ip6s_fragments': 1, 'if.em0.ifs6_reass_reqd': 1 },
  },
  {
    name: 'ESP of ours without an association',
    packet: ip6({ dst: OWN, nxt: 50, payload: new Uint8Array(32) }),
    verdict: 'dropped',
    by: 'key_allocsa.association=none',
    counts: { ...upper(50), ...delivered, 'ipsec6stat.in_nosa': 1 },
  },
  {
    name: 'nothing after the headers',
    packet: ip6({ dst: OWN, nxt: 59, payload: new Uint8Array(4) }),
    verdict: 'dropped',
    by: 'ip6_input.next-header=none',
    counts: { ...upper(59), 'if.em0.ifs6_in_deliver': 1 },
  },
  {
    name: 'a protocol that nobody takes',
    packet: ip6({ dst: OWN, nxt: 200, payload: new Uint8Array(4) }),
    verdict: 'dropped',
    by: 'ip6_input.next-header=unknown',
    counts: { ...parameterProblem(200, 'nextheader'), 'if.em0.ifs6_in_deliver': 1 },
    error: [4, 1, 6],
  },
  {
    name: 'a protocol that nobody takes, behind options',
    packet: ip6({ dst: OWN, nxt: 60, payload: join(optionsHeader(200, [1, 4, 0, 0, 0, 0]), [1, 2, 3, 4]) }),
    verdict: 'dropped',
    by: 'ip6_input.next-header=unknown',
    counts: { ...parameterProblem(60, 'nextheader'), 'if.em0.ifs6_in_deliver': 1 },
    error: [4, 1, 40],
  },
  {
    name: 'a policy that refuses what is ours',
    packet: ip6({ dst: OWN, payload: ownDatagram }),
    prepare: lab =>
      lab.each((stack, host) =>
        stack.key_spdadd(host, {
          dir: stack.IPSEC_DIR_INBOUND,
          src: address('::'),
          srcPrefixlen: 0,
          srcPort: 0,
          dst: address('::'),
          dstPrefixlen: 0,
          dstPort: 0,
          proto: stack.IPSEC_ULPROTO_ANY,
          policy: stack.IPSEC_POLICY_DISCARD,
          req: [],
          origin: null,
        }),
      ),
    verdict: 'dropped',
    by: 'ip6_input.inbound-policy=reject',
    counts: { ...upper(17), ...delivered, 'ipsec6stat.in_polvio': 1 },
  },
  {
    name: 'a source route through us',
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(59, 0, 1, [DST])) }),
    verdict: 'forwarded',
    by: 'ip6_forward.neighbor-output=accepted',
    passes: ['route6_input.header=forward', 'ip6_forward.source-routed=changed'],
    counts: { ...upper(43), ...delivered, 'ip6stat.ip6s_forward': 1, 'if.em1.ifs6_out_forward': 1 },
  },
  {
    name: 'a source route that ends here',
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(17, 0, 0, [DST]), ownDatagram) }),
    verdict: 'dropped',
    by: 'udp6_input.port=closed',
    passes: ['route6_input.header=done'],
    counts: { ...closed(43), ...delivered, ...noPort },
    error: [1, 4, 0],
  },
  {
    name: 'a routing header that is cut off',
    packet: ip6({ dst: OWN, nxt: 43, payload: routingHeader(17, 0, 1, [DST]).slice(0, 16) }),
    verdict: 'dropped',
    by: 'route6_input.header=cut-off',
    counts: { ...upper(43), ...delivered, 'ip6stat.ip6s_tooshort': 1, 'if.em0.ifs6_in_truncated': 1 },
  },
  {
    name: 'a routing header of an unknown type',
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(17, 2, 1, [DST]), datagram) }),
    verdict: 'dropped',
    by: 'route6_input.header=unknown-type',
    counts: { ...parameterProblem(43, 'header'), ...delivered, 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 42],
  },
  {
    name: 'a routing header of odd length',
    packet: ip6({ dst: OWN, nxt: 43, payload: join([17, 1, 0, 1], new Uint8Array(12), datagram) }),
    verdict: 'dropped',
    by: 'route6_input.header=odd-length',
    counts: { ...parameterProblem(43, 'header'), ...delivered, 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 41],
  },
  {
    name: 'more segments left than there are addresses',
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(17, 0, 2, [DST]), datagram) }),
    verdict: 'dropped',
    by: 'route6_input.header=too-many-segments',
    counts: { ...parameterProblem(43, 'header'), ...delivered, 'ip6stat.ip6s_badoptions': 1 },
    error: [4, 0, 43],
  },
  ...['ff02::5', '::', '::ffff:192.0.2.1', '::192.0.2.1'].map(next => ({
    name: `a source route to ${next}`,
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(17, 0, 1, [next]), datagram) }),
    verdict: 'dropped',
    by: 'route6_input.header=bad-address',
    counts: { ...upper(43), ...delivered, 'ip6stat.ip6s_badoptions': 1 },
  })),
  {
    name: 'a source route to ::1',
    packet: ip6({ dst: OWN, nxt: 43, payload: join(routingHeader(17, 0, 1, ['::1']), datagram) }),
    verdict: 'dropped',
    by: 'route6_input.header=bad-zone',
    counts: { ...upper(43), ...delivered, 'ip6stat.ip6s_badscope': 1 },
  },
];

describe('IPv6 input', () => {
  for (const one of cases) {
    it(`${one.name}: ${one.verdict} by ${one.by}`, () => {
      const lab = router();
      one.prepare?.(lab);
      const outcome = lab.receive(ethernet(one.packet, one.frame));
      assert.deepEqual([outcome.verdict, outcome.by], [one.verdict, one.by]);
      for (const step of one.passes ?? [])
        assert.ok(outcome.path.includes(step), `${step} in ${outcome.path}`);
      if (one.verdict !== 'forwarded')
        assert.notEqual(outcome.reason, '', 'the verdict has its reason in words');
      assert.deepEqual(lab.counters, one.counts);
      const errors = outcome.sent
        .filter(sent => sent.kind === 'icmp6-error')
        .map(sent => errorOf(sent.bytes));
      assert.deepEqual(errors, one.error === undefined ? [] : [one.error]);
    });
  }

  it('a packet longer than it says is forwarded without the rest', () => {
    const outcome = router().receive(ethernet(join(ip6(), new Uint8Array(6))));
    assert.equal(outcome.sent[0].bytes.length, ip6().length);
  });

  it('a source route swaps the addresses and counts a segment down', () => {
    const payload = join(routingHeader(59, 0, 2, ['2001:db8:5::5', DST]), [1, 2]);
    payload[3] = 1;
    const [sent] = router().receive(ethernet(ip6({ dst: OWN, nxt: 43, payload }))).sent;
    assert.deepEqual(sent.bytes.slice(24, 40), address(DST));
    assert.equal(sent.bytes[43], 0);
    assert.deepEqual(sent.bytes.slice(48, 64), address('2001:db8:5::5'));
    assert.deepEqual(sent.bytes.slice(64, 80), address(OWN));
  });

  it('a destination options header that ends with the packet has nothing behind it to take', () => {
    const lab = router();
    const payload = optionsHeader(17, [1, 4, 0, 0, 0, 0]);
    const outcome = lab.receive(ethernet(ip6({ dst: OWN, nxt: 60, payload })));
    assert.equal(outcome.by, 'udp6_input.port=too-short');
  });

  it('the route of the last packet is used again, and looked up when the destination or the route changes', () => {
    const lab = router();
    const cache = (dst: string) => {
      const { path } = lab.receive(ethernet(ip6({ dst })));
      return path.find(step => step.startsWith('ip6_input.forward-cache'));
    };
    assert.equal(cache(DST), 'ip6_input.forward-cache=miss');
    assert.equal(lab.counters['ip6stat.ip6s_forward_cachemiss'], undefined, 'nothing was cached');
    assert.equal(cache(DST), 'ip6_input.forward-cache=hit');
    assert.equal(lab.counters['ip6stat.ip6s_forward_cachehit'], 1);
    assert.equal(cache('2001:db8:2::21'), 'ip6_input.forward-cache=miss');
    assert.equal(lab.counters['ip6stat.ip6s_forward_cachemiss'], 1);
    assert.equal(cache(OWN), 'ip6_input.forward-cache=miss');
    assert.equal(cache(OWN), 'ip6_input.forward-cache=hit');
    lab.each((stack, host) => void stack.rtdelete(host.rt6, address(OWN), 128));
    assert.equal(cache(OWN), 'ip6_input.forward-cache=miss');
    assert.equal(lab.counters['ip6stat.ip6s_forward_cachemiss'], 3);
  });

  it('a packet sent by loopback is received once what sent it is done', () => {
    const lab = router().each((stack, host) => {
      const lo0 = stack.ifunit(host, 'lo0');
      if (lo0 === null) throw new Error('no lo0');
      assert.notEqual(lo0.flags & IFF_LOOPBACK, 0);
      stack.rtadd(host.rt6, { dst: address('2001:db8:77::'), prefixlen: 48, ifp: lo0 });
    });
    // It goes round by lo0 until its hop limit is used up; the last turn tells its sender.
    const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:77::1', hlim: 4 })));
    assert.equal(outcome.verdict, 'forwarded');
    assert.equal(outcome.path.filter(step => step === 'swi_net.queue=received').length, 3);
    assert.deepEqual(
      outcome.sent.map(sent => errorOf(sent.bytes)),
      [[3, 0, 0]],
    );
  });

  it('a route that leads back to itself ends even where no hop limit is looked at', () => {
    const lab = router().each((stack, host) => {
      const lo0 = stack.ifunit(host, 'lo0');
      if (lo0 === null) throw new Error('no lo0');
      stack.rtadd(host.rt6, { dst: address('2001:db8:77::'), prefixlen: 48, ifp: lo0 });
      stack.sysctl_set(host, 'net.inet6.ip6.stealth', 1);
    });
    const outcome = lab.receive(ethernet(ip6({ dst: '2001:db8:77::1' })));
    assert.ok(lab.host.ip6intrq.length === 0);
    assert.ok(outcome.path.length > 1000);
  });

  it('what comes to a group of an interface by loopback may have interface scope', () => {
    const lab = router();
    const packet = ip6({ dst: 'ff01::1' });
    const outcome = lab.event((stack, host) => {
      const m = stack.m_get(host, packet.slice(), 0, packet.length);
      m.rcvif = stack.ifunit(host, 'lo0');
      m.flags = stack.M_LOOP;
      stack.ip6_input(host, m);
    });
    assert.equal(outcome.by, 'udp6_input.port=group');
  });

  it('answers an echo request from the address that was asked', () => {
    for (const dst of [OWN, '2001:db8:2::1']) {
      const lab = router();
      const request = icmp6Packet({ src: SRC, dst, type: 128 }, [0, 1, 0, 2, 3, 4, 5]);
      const { verdict, by, sent } = lab.receive(ethernet(request));
      assert.deepEqual([verdict, by], ['delivered', 'icmp6_input.message=echo-request']);
      assert.deepEqual(
        sent.map(one => [one.interface, one.bytes]),
        [['em0', icmp6Packet({ src: dst, dst: SRC, type: 129 }, [0, 1, 0, 2, 3, 4, 5])]],
      );
      assert.equal(lab.counters['if.em0.ifs6_in_echo'], 1);
      assert.equal(lab.counters['if.em0.ifs6_out_echoreply'], 1);
      assert.equal(lab.counters['icmp6stat.icp6s_outhist.129'], 1);
    }
  });

  it('answers an echo request to a group from an address of its own', () => {
    const request = icmp6Packet({ src: 'fe80::10', dst: 'ff02::1', type: 128 }, [0, 1, 0, 2]);
    const { sent } = router().receive(ethernet(request, { dst: '33:33:00:00:00:01' }));
    assert.deepEqual(sent[0].bytes.slice(8, 24), address('fe80::ff:fe00:101'));
    assert.deepEqual(sent[0].bytes.slice(24, 40), address('fe80::10'));
  });

  it('cuts an echo reply that does not fit the link into fragments', () => {
    const data = Array.from({ length: 3000 }, (_, i) => i & 0xff);
    const request = icmp6Packet({ src: SRC, dst: OWN, type: 128 }, [0, 1, 0, 2, ...data]);
    const lab = router();
    const { sent, path } = lab.receive(ethernet(request));
    assert.ok(path.includes('ip6_output.size=fragment'));
    assert.deepEqual(
      sent.map(one => one.bytes.length),
      [1496, 1496, 40 + 8 + 3008 - 2 * 1448],
    );
    const whole = join(...sent.map(one => one.bytes.slice(48)));
    const checked = icmp6(OWN, SRC, 129, 0, [0, 1, 0, 2, ...data]);
    assert.deepEqual(whole, checked);
    assert.deepEqual(
      sent.map(one => one.bytes[42] * 256 + one.bytes[43]),
      [1, 1448 | 1, 2896],
    );
    assert.equal(lab.counters['ip6stat.ip6s_ofragments'], 3);
    assert.equal(lab.counters['ip6stat.ip6s_fragmented'], 1);
    assert.equal(lab.counters['if.em0.ifs6_out_fragok'], 1);
    assert.equal(lab.counters['if.em0.ifs6_out_fragcreat'], 3);
  });

  it('does not fragment on a link smaller than any IPv6 link may be', () => {
    const request = icmp6Packet({ src: SRC, dst: OWN, type: 128 }, [0, 1, 0, 2, ...new Array(1250).fill(0)]);
    const lab = router().each((stack, host, em) => void stack.if_setmtu(host, em('em0'), 1279));
    const { sent, path } = lab.receive(ethernet(request));
    assert.ok(path.includes('ip6_output.size=too-big'));
    assert.deepEqual(sent, []);
    assert.equal(lab.counters['if.em0.ifs6_out_fragfail'], 1);
  });

  const errors: readonly [type: number, codes: number, counter: string][] = [
    [1, 5, 'ifs6_in_dstunreach'],
    [3, 2, 'ifs6_in_timeexceed'],
    [4, 3, 'ifs6_in_paramprob'],
  ];
  for (const [type, codes, counter] of errors) {
    it(`knows codes below ${codes} of the error ${type} and counts them`, () => {
      const lab = router();
      const receive = (code: number) =>
        lab.receive(
          ethernet(icmp6Packet({ src: SRC, dst: OWN, type, code }, join([0, 0, 5, 220], ip6({ src: OWN })))),
        );
      for (let code = 0; code < codes; code++) assert.equal(receive(code).verdict, 'delivered', `${code}`);
      assert.equal(lab.counters['icmp6stat.icp6s_badcode'], undefined);
      const bad = receive(codes);
      assert.deepEqual([bad.verdict, bad.by], ['dropped', 'icmp6_input.message=bad-code']);
      assert.deepEqual(bad.sent, [], 'an error is never answered');
      assert.equal(lab.counters['icmp6stat.icp6s_badcode'], 1);
      assert.equal(lab.counters[`if.em0.${counter}`], codes + 1, 'with the bad one');
      assert.equal(lab.counters['if.em0.ifs6_in_error'], codes + 1, 'errors of every kind');
      assert.equal(lab.counters[`icmp6stat.icp6s_inhist.${type}`], codes + 1);
      assert.equal(lab.counters['if.em0.ifs6_in_adminprohib'], type === 1 ? 1 : undefined);
    });
  }

  const messages: readonly [
    name: string,
    packet: Uint8Array,
    verdict: string,
    by: string,
    counter: string,
  ][] = [
    [
      'an echo reply',
      icmp6Packet({ src: SRC, dst: OWN, type: 129 }),
      'delivered',
      'icmp6_input.message=echo-reply',
      'if.em0.ifs6_in_echoreply',
    ],
    [
      'an error',
      icmp6Packet({ src: SRC, dst: OWN, type: 1 }, join([0, 0, 0, 0], ip6())),
      'delivered',
      'icmp6_notify_error.quote=whole',
      'if.em0.ifs6_in_dstunreach',
    ],
    [
      'an error that nobody knows, of any code',
      icmp6Packet({ src: SRC, dst: OWN, type: 100, code: 77 }, join([0, 0, 0, 0], ip6())),
      'delivered',
      'icmp6_notify_error.quote=whole',
      'icmp6stat.icp6s_inhist.100',
    ],
    [
      'an error that quotes no whole header',
      icmp6Packet({ src: SRC, dst: OWN, type: 3 }, join([0, 0, 0, 0], ip6().slice(0, 39))),
      'dropped',
      'icmp6_notify_error.quote=too-short',
      'icmp6stat.icp6s_tooshort',
    ],
    [
      'a router advertisement',
      icmp6Packet({ src: 'fe80::10', dst: 'ff02::1', type: 134, hlim: 255 }, new Uint8Array(12)),
      'delivered',
      'nd6_ra_input.accept=router',
      'if.em0.ifs6_in_routeradvert',
    ],
    [
      'a redirect',
      icmp6Packet({ src: 'fe80::10', dst: OWN, type: 137, hlim: 255 }, new Uint8Array(36)),
      'delivered',
      'icmp6_redirect_input.accept=router',
      'if.em0.ifs6_in_redirect',
    ],
    [
      'a listener query',
      icmp6Packet(
        { src: 'fe80::10', dst: 'ff02::1', type: 130, hlim: 1 },
        join([3, 232], new Uint8Array(18)),
      ),
      'delivered',
      'mld_input.type=query',
      'if.em0.ifs6_in_mldquery',
    ],
    [
      'a listener query of another code, which nobody looks at',
      icmp6Packet(
        { src: 'fe80::10', dst: 'ff02::1', type: 130, code: 9, hlim: 1 },
        join([3, 232], new Uint8Array(18)),
      ),
      'delivered',
      'mld_input.type=query',
      'if.em0.ifs6_in_mldquery',
    ],
    [
      'a packet too big of another code, which nobody looks at',
      icmp6Packet({ src: SRC, dst: OWN, type: 2, code: 9 }, join([0, 0, 5, 220], ip6({ src: OWN }))),
      'delivered',
      'icmp6_notify_error.quote=whole',
      'if.em0.ifs6_in_pkttoobig',
    ],
    [
      'a listener done that is cut off',
      icmp6Packet({ src: 'fe80::10', dst: 'ff02::1', type: 132, hlim: 1 }, new Uint8Array(16)),
      'dropped',
      'icmp6_input.message=bad-length',
      'if.em0.ifs6_in_mlddone',
    ],
    [
      'a message nobody knows',
      icmp6Packet({ src: SRC, dst: OWN, type: 200 }),
      'delivered',
      'icmp6_input.message=unknown',
      'icmp6stat.icp6s_inhist.200',
    ],
    [
      'a code that does not exist',
      icmp6Packet({ src: SRC, dst: OWN, type: 128, code: 7 }),
      'dropped',
      'icmp6_input.message=bad-code',
      'icmp6stat.icp6s_badcode',
    ],
    [
      'a message too short for its type',
      icmp6Packet({ src: SRC, dst: OWN, type: 135, hlim: 255 }, new Uint8Array(8)),
      'dropped',
      'icmp6_input.message=bad-length',
      'icmp6stat.icp6s_badlen',
    ],
    [
      'a message without a header',
      ip6({ dst: OWN, nxt: 58, payload: new Uint8Array(7) }),
      'dropped',
      'icmp6_input.length=too-short',
      'icmp6stat.icp6s_tooshort',
    ],
    [
      'a wrong checksum',
      ip6({ dst: OWN, nxt: 58, payload: Uint8Array.of(128, 0, 1, 2, 0, 0, 0, 0) }),
      'dropped',
      'icmp6_input.checksum=bad',
      'icmp6stat.icp6s_checksum',
    ],
    [
      'a solicitation that is no neighbour matter',
      solicitation('2001:db8:1::66', OWN, OWN, null, { hlim: 64 }),
      'dropped',
      'nd6_ns_input.valid=hop-limit',
      'icmp6stat.icp6s_badns',
    ],
  ];
  for (const [name, packet, verdict, by, counter] of messages) {
    it(`${name}: ${verdict} by ${by}`, () => {
      const lab = router();
      const outcome = lab.receive(packet, 'em0', LINKTYPE_RAW);
      assert.deepEqual([outcome.verdict, outcome.by], [verdict, by]);
      assert.equal(lab.counters[counter], 1);
      const damaged = /^icmp6_input\.(length|checksum)=/.test(by);
      assert.equal(
        lab.counters['if.em0.ifs6_in_msg'],
        damaged ? undefined : 1,
        'what is damaged is no message',
      );
      assert.deepEqual(outcome.sent, []);
      assert.notEqual(outcome.reason, '');
    });
  }

  it('counts a query or report by what it is only when it is whole', () => {
    for (const type of [130, 131]) {
      const lab = router();
      const cut = icmp6Packet({ src: 'fe80::10', dst: 'ff02::1', type, hlim: 1 }, new Uint8Array(16));
      assert.equal(lab.receive(cut, 'em0', LINKTYPE_RAW).by, 'icmp6_input.message=bad-length');
      assert.equal(lab.counters[`icmp6stat.icp6s_inhist.${type}`], 1);
      assert.equal(
        lab.counters['if.em0.ifs6_in_mldquery'] ?? lab.counters['if.em0.ifs6_in_mldreport'],
        undefined,
      );
    }
  });
});
