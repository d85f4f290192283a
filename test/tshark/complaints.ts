/** What tshark has against packets. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PcapngWriter } from '../../src/capture';
import { get16 } from '../../src/wire/bytes';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../src/wire/linktype';
import { ethernet } from '../stack/packets';
import { tshark } from './tshark';

const ETHERTYPE_ARP = 0x0806;
/** Severity of an expert warning; errors, as malformed packets and bad checksums are, lie above. */
const WARNING = 0x600000;
/**
 * What is not the engine's: payload that looks like DNS by its port, and the order of packets that different
 * machines sent.
 */
const PREFERENCES = ['--disable-protocol', 'dns', '-o', 'esp.do_esp_sequence_analysis:FALSE'];

/** What comes of packets of different machines in one file. */
const OF_MANY_MACHINES = /^Duplicate IP address configured/;

/**
 * For each packet, from the network header on, the messages of expert warnings and errors; one run of tshark
 * for all.
 */
function complaintsOf(packets: readonly { readonly kind: string; readonly bytes: Uint8Array }[]): string[][] {
  const writer = new PcapngWriter();
  const raw = writer.addInterface({ linkType: LINKTYPE_RAW, name: 'out' });
  const ether = writer.addInterface({ linkType: LINKTYPE_ETHERNET, name: 'arp' });
  for (const [i, { kind, bytes: packet }] of packets.entries()) {
    const isArp = kind.startsWith('arp-');
    const bytes = isArp ? ethernet(packet, { type: ETHERTYPE_ARP }) : packet;
    // Far apart, so that nothing is taken for a retransmission or put together from pieces of different
    // packets.
    writer.packet({
      interface: isArp ? ether : raw,
      seconds: i * 100,
      nanoseconds: 0,
      bytes,
      originalLength: bytes.length,
    });
  }
  const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
  try {
    const file = join(folder, 'sent.pcapng');
    writeFileSync(file, writer.take());
    const fields = ['_ws.expert.severity', '_ws.expert.message'].flatMap(field => ['-e', field]);
    const rows = tshark(file, [...PREFERENCES, '-T', 'fields', '-E', 'aggregator=|', ...fields]) ?? [];
    assert.equal(rows.length, packets.length);
    return rows.map(row => {
      const [severities, messages = ''] = row.split('\t');
      const each = messages.split('|');
      return severities
        .split('|')
        .flatMap((severity, i) =>
          Number(severity) >= WARNING && !OF_MANY_MACHINES.test(each[i]) ? [each[i]] : [],
        );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A packet that the engine sent. */
export interface SentPacket {
  readonly kind: string;
  readonly bytes: Uint8Array;
  /** The packet that made the machine send, from the network header on; empty when none did. */
  readonly cause: Uint8Array;
}

/**
 * Bytes before the packet that an ICMPv6 error quotes, and before that in the only option of a redirect
 * without a link address.
 */
const BEFORE_QUOTED = { 'icmp6-error': 48, redirect: 88 } as const;

/**
 * What tshark says of a quoted packet that is not whole, or that an option of a redirect pads to units of 8
 * bytes (RFC 4861 4.6.3).
 */
const OF_CUT = /^(Bad checksum|Unknown Data \(not interpreted\))/;

/** What tshark remarks of every TCP reset, also where `reset` of ipfw is to send one. */
const RESET = 'Connection reset (RST)';

/** The packet quotes another, of which it cannot hold the end or has to hold more. */
function quotesUneven({ kind, bytes }: SentPacket): boolean {
  if (kind !== 'icmp6-error' && kind !== 'redirect') return false;
  const at = BEFORE_QUOTED[kind];
  return at + 40 + get16(bytes, at + 4) !== bytes.length;
}

/**
 * The packets that tshark complains of, but for what they have from the packet that they forward or quote.
 */
export function ownComplaints<T extends SentPacket>(
  all: readonly T[],
): { packet: T; complaints: string[] }[] {
  const arrived = [...new Set(all.map(one => one.cause).filter(cause => cause.length > 0))];
  const said = complaintsOf([...all, ...arrived.map(bytes => ({ kind: 'arrived', bytes }))]);
  const ofCause = new Map(arrived.map((cause, i) => [cause, said[all.length + i]]));
  return all
    .map((packet, i) => ({
      packet,
      complaints: said[i].filter(
        text =>
          text !== RESET &&
          !ofCause.get(packet.cause)?.includes(text) &&
          !(OF_CUT.test(text) && quotesUneven(packet)),
      ),
    }))
    .filter(one => one.complaints.length > 0);
}
