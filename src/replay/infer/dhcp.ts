/** DHCP answers (RFC 2131, RFC 2132): how long the prefix of a link is, and which router it has. */
import { get16, get32 } from '../../wire/bytes';
import { UDP_DPORT, UDP_HDRLEN } from '../../wire/udp';
import { noted } from './evidence';
import type { FrameView } from './frameView';
import { MAPPED_BITS } from './networks';
import type { Prefixes } from './prefixes';
import { type Link, mapped } from './stations';

const SERVER = 67;
const CLIENT = 68;
const REPLY = 2;
/** Offsets in a message: the address given, the number before the options, and the options. */
const YIADDR = 16;
const COOKIE = 236;
const OPTIONS = 240;
const MAGIC = 0x63825363;
const PAD = 0;
const SUBNET_MASK = 1;
const ROUTER = 3;
const END = 255;

/** Notes what a server tells a client of the link. */
export function noteDhcp(view: FrameView, frame: number, link: Link, prefixes: Prefixes): void {
  const { data, udp, end } = view;
  const at = udp + UDP_HDRLEN;
  if (get16(data, udp) !== SERVER || get16(data, udp + UDP_DPORT) !== CLIENT) return;
  if (at + OPTIONS > end || data[at] !== REPLY || get32(data, at + COOKIE) !== MAGIC) return;
  if (get32(data, at + YIADDR) === 0) return;
  for (let option = at + OPTIONS; option < end && data[option] !== END; ) {
    if (data[option] === PAD) {
      option++;
      continue;
    }
    const value = option + 2;
    if (value > end || value + data[option + 1] > end) return;
    if (data[option + 1] >= 4) {
      if (data[option] === SUBNET_MASK) {
        const length = maskLength(get32(data, value));
        prefixes.note(link, 'leased', mapped(data, at + YIADDR), MAPPED_BITS + length, frame);
      } else if (data[option] === ROUTER && get32(data, value) !== 0) {
        const seen = noted(link.offered?.seen ?? null, frame);
        link.offered = { address: link.offered?.address ?? mapped(data, value), seen };
      }
    }
    option = value + data[option + 1];
  }
}

/** Bits of a mask before its first zero. */
const maskLength = (mask: number): number => Math.clz32(~mask);
