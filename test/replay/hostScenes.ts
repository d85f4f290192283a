/**
 * The machines of the Linux captures beside r1 with both its sides, and what each took of the frames that
 * reached it.
 */

export interface Scene {
  /** As `hostDifferences` names it. */
  readonly name: string;
  /** File of test/replay that describes the machine. */
  readonly stack: string;
  readonly capture: string;
  /** The interface the capture shows; null for that which bears the name of `lan`. */
  readonly on: string | null;
  /** Further lines of the machine. */
  readonly more?: readonly string[];
  /** What became of the frames that arrived, `verdict frame,frame…`. */
  readonly verdicts: readonly string[];
}

export const scenes: readonly Scene[] = [
  {
    name: 'r1, both sides at once (cooked, version 2)',
    stack: 'r1.stack',
    capture: '02-ping6-forwarded-r1-any-sll2.pcap',
    on: 'em0',
    verdicts: ['delivered 1', 'dropped 7', 'forwarded 3,9,11', 'queued 5'],
  },
  {
    name: 'r1, both sides at once (cooked, version 1)',
    stack: 'r1.stack',
    capture: '02b-ping6-r1-any-sll1.pcap',
    on: 'em0',
    verdicts: ['forwarded 1,3,5,7'],
  },
  {
    name: 'h1 pings h2',
    stack: 'hosts/h1.stack',
    capture: '02-ping6-forwarded-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 2,4,6,8'],
  },
  {
    name: 'h2 is pinged',
    stack: 'hosts/h2.stack',
    capture: '02-ping6-forwarded-r1-wan.pcap',
    on: 'em0',
    verdicts: ['delivered 1,3,5,7,9'],
  },
  {
    name: 'h1 sends too much',
    stack: 'hosts/h1.stack',
    capture: '04-packet-too-big-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 2,4,8', 'queued 7'],
  },
  {
    name: 'h2 answers in fragments',
    stack: 'hosts/h2.stack',
    capture: '04-packet-too-big-r1-wan.pcap',
    on: 'em0',
    more: ['ifconfig em0 mtu 1280'],
    verdicts: ['delivered 2', 'queued 1'],
  },
  {
    name: 'h1 sends fragments',
    stack: 'hosts/h1.stack',
    capture: '06-fragments-udp4000-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 4'],
  },
  {
    name: 'h2 reassembles',
    stack: 'hosts/h2.stack',
    capture: '06-fragments-udp4000-r1-wan.pcap',
    on: 'em0',
    verdicts: ['delivered 3', 'queued 1,2'],
  },
  {
    name: 'h1 traces the route',
    stack: 'hosts/h1.stack',
    capture: '07-time-exceeded-traceroute-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 2,4,6,8'],
  },
  {
    name: 'h2 ends a traced route',
    stack: 'hosts/h2.stack',
    capture: '07-time-exceeded-traceroute-r1-wan.pcap',
    on: 'em0',
    verdicts: ['dropped 1,3'],
  },
  {
    name: 'h1 is told what is unreachable',
    stack: 'hosts/h1.stack',
    capture: '08-unreachables-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 2,4,6,9,11,13'],
  },
  {
    name: 'h2 has no such port',
    stack: 'hosts/h2.stack',
    capture: '08-unreachables-r1-wan.pcap',
    on: 'em0',
    verdicts: ['delivered 6,8', 'dropped 1,3,4,5'],
  },
  {
    name: 'h1 is redirected',
    stack: 'hosts/h1.stack',
    capture: '09-redirect-r1-lan+wan.pcapng',
    on: null,
    verdicts: ['delivered 2,6', 'dropped 3,4,5,8,9,11,12,13,14,15,16'],
  },
  {
    name: 'h1 sends beyond its scope',
    stack: 'hosts/h1.stack',
    capture: '10-beyond-scope-r1-lan.pcap',
    on: 'em0',
    verdicts: ['delivered 2,6,8', 'dropped 3,4,9'],
  },
  {
    name: 'h1 is in groups',
    stack: 'hosts/h1-groups.stack',
    capture: '16-mldv1-join-leave-query.pcap',
    on: 'em0',
    verdicts: ['delivered 2', 'dropped 3,4,6,8,10,11,13,16'],
  },
  {
    name: 'r2 is in groups',
    stack: 'hosts/r2-groups.stack',
    capture: '16-mldv1-join-leave-query.pcap',
    on: 'em0',
    verdicts: ['delivered 2,14', 'dropped 1,3,4,5,7,9,12,15,16'],
  },
  {
    name: 'r1 asks for groups',
    stack: 'r1.stack',
    capture: '16-mldv1-join-leave-query.pcap',
    on: 'em0',
    verdicts: ['dropped 1,5,6,7,8,9,10,11,12,13,14,15'],
  },
  {
    name: 'h1 configures itself',
    stack: 'hosts/h1-autoconf.stack',
    capture: '17-rs-ra-slaac.pcap',
    on: 'em0',
    verdicts: ['delivered 2,4'],
  },
  {
    name: 'r1 advertises itself',
    stack: 'r1.stack',
    capture: '17-rs-ra-slaac.pcap',
    on: 'em0',
    verdicts: ['dropped 1,3,5'],
  },
  {
    name: 'h1 sends with VLAN tags',
    stack: 'hosts/h1.stack',
    capture: '19-vlan-qinq.pcap',
    on: 'em0',
    verdicts: ['delivered 5'],
  },
  {
    name: 'r1 receives VLAN tags',
    stack: 'r1.stack',
    capture: '19-vlan-qinq.pcap',
    on: 'em0',
    verdicts: ['delivered 4', 'dropped 1,2,3'],
  },
  {
    name: 'h1 talks to itself',
    stack: 'hosts/loopback.stack',
    capture: '22-loopback-en10mb.pcap',
    on: 'lo0',
    verdicts: ['delivered 1,2,3,4,6', 'dropped 5'],
  },
  {
    name: 'behind the tunnel device',
    stack: 'hosts/tun-peer.stack',
    capture: '23-tun-rawip.pcap',
    on: 'tun0',
    verdicts: ['delivered 4,6', 'dropped 1,2,3,5,7'],
  },
  {
    name: 'the server, checksums left to the card',
    stack: 'hosts/web-server.stack',
    capture: '24-checksum-offload.pcap',
    on: 'em0',
    verdicts: ['delivered 5,7,9,10,13,15', 'dropped 1,4,18,20'],
  },
  {
    name: 'the client, checksums left to the card',
    stack: 'hosts/web-client.stack',
    capture: '24-checksum-offload.pcap',
    on: 'em0',
    verdicts: ['delivered 6,8,11,12,14,16', 'dropped 2,3,17,19'],
  },
];
