/**
 * The header fields that can be written by name in a packet of IPv4. All others can be by their bytes, as
 * `udp.payload[0:4]`.
 */
import { type FieldInfo, fieldNamed } from '../registry';
import { type FieldLayout, layoutOf } from './place';

/** Bytes that fields without a mask of their own, or with one, lie in. */
const lengths: Readonly<Record<string, number>> = {
  'ip.version': 1,
  'ip.hdr_len': 1,
  'ip.dsfield': 1,
  'ip.dsfield.dscp': 1,
  'ip.dsfield.ecn': 1,
  'ip.len': 2,
  'ip.id': 2,
  'ip.flags': 1,
  'ip.flags.rb': 1,
  'ip.flags.df': 1,
  'ip.flags.mf': 1,
  'ip.frag_offset': 2,
  'ip.ttl': 1,
  'ip.proto': 1,
  'ip.checksum': 2,
  'ip.src': 4,
  'ip.dst': 4,
  'tcp.srcport': 2,
  'tcp.dstport': 2,
  'tcp.seq': 4,
  'tcp.seq_raw': 4,
  'tcp.ack': 4,
  'tcp.ack_raw': 4,
  'tcp.hdr_len': 1,
  'tcp.flags': 2,
  'tcp.flags.res': 1,
  'tcp.flags.ae': 1,
  'tcp.flags.cwr': 1,
  'tcp.flags.ece': 1,
  'tcp.flags.urg': 1,
  'tcp.flags.ack': 1,
  'tcp.flags.push': 1,
  'tcp.flags.reset': 1,
  'tcp.flags.syn': 1,
  'tcp.flags.fin': 1,
  'tcp.window_size_value': 2,
  'tcp.checksum': 2,
  'tcp.urgent_pointer': 2,
  'udp.srcport': 2,
  'udp.dstport': 2,
  'udp.length': 2,
  'udp.checksum': 2,
  'icmp.type': 1,
  'icmp.code': 1,
  'icmp.checksum': 2,
  'icmp.ident': 2,
  'icmp.seq': 2,
  'icmp.mtu': 2,
  'icmp.redir_gw': 4,
};

/** Names of all of them. */
export const writableFields: readonly string[] = Object.keys(lengths);

export interface WritableField {
  readonly info: FieldInfo;
  readonly layout: FieldLayout;
}

/** A field that can be written by its name; null when it cannot be. */
export function writableField(name: string): WritableField | null {
  const info = Object.hasOwn(lengths, name) ? fieldNamed(name) : undefined;
  return info === undefined ? null : { info, layout: layoutOf(info, lengths[name]) };
}
