/** Packets, tags and socket addresses as the vectors of ip_divert write them. */
import * as stack from '#stack/recording';
import type { Host } from '../../../src/stack/host';
import type { Mbuf } from '../../../src/stack/net/mbuf';
import { formatIpv4, parseIpv4 } from '../../../src/wire/address';
import { toHex } from '../../../src/wire/bytes';
import type { Json } from '../compare';
import { bytesOf } from '../words';
import type { Bytes, VectorTag } from './case';

/** Marks that nobody reads have their number behind this. */
const OTHER = 0x10000;

const families: Readonly<Record<string, number>> = {
  inet: stack.AF_INET,
  inet6: stack.AF_INET6,
  link: stack.AF_LINK,
};

export function readPacket(host: Host, given: Bytes): Mbuf {
  const bytes = bytesOf(given);
  const m = stack.m_get(host, bytes, 0, bytes.length);
  if (given.firstMbuf !== undefined) m.firstLen = given.firstMbuf;
  m.tags = (given.tags ?? []).map(readTag);
  return m;
}

function readTag(tag: VectorTag): stack.MTag {
  return 'other' in tag
    ? { id: OTHER + tag.other, info: 0, cookie: 0 }
    : { id: stack.PACKET_TAG_DIVERT, ...tag };
}

export function showTags(m: Mbuf): Json[] {
  return m.tags.map(
    ({ id, info, cookie }): Json =>
      id === stack.PACKET_TAG_DIVERT ? { info, cookie } : { other: id - OTHER },
  );
}

export function showPacket(m: Mbuf): { [key: string]: Json } {
  return { tags: showTags(m), hex: toHex(m.data, m.off, m.off + m.len) };
}

export function readSockaddr(given: {
  readonly addr?: string;
  readonly family?: string;
  readonly len?: number;
}): stack.SockaddrIn {
  const addr = parseIpv4(given.addr ?? '0.0.0.0') ?? undefined;
  const sin = stack.newSockaddrIn(families[given.family ?? 'inet'], addr);
  return { ...sin, sin_len: given.len ?? sin.sin_len };
}

export function showSender(from: stack.SockaddrIn): Json {
  return {
    cookie: from.sin_port,
    addr: formatIpv4(from.sin_addr),
    ifname: stack.interfaceNameIn(from.sin_zero),
  };
}
