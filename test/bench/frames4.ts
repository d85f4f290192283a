/**
 * IPv4 frames for the benchmark: UDP and TCP in Ethernet from hosts of 10.1.0.0/16 to many networks of
 * 172.16.0.0/12.
 */
import { put16, put32 } from '../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4 } from '../../src/wire/checksum';
import { IP_DST, IP_HDRLEN, IP_LEN, IP_P, IP_SRC, IP_SUM, IP_TTL, IP_VHL } from '../../src/wire/ipv4';
import { IPPROTO_TCP, IPPROTO_UDP } from '../../src/wire/ipv6';
import { internetMix, ROUTER } from './frames';
import { Random } from './random';

/** Networks that are sent to, hosts in each, and senders. */
const NETWORKS = 256;
const HOSTS = 128;
const SENDERS = 4096;
const ETHERNET = 14;
/** Places in the headers of UDP and TCP, and the first port known to no dissector. */
const UDP_LENGTH = 4;
const UDP_SUM = 6;
const TCP_OFFSET = 12;
const TCP_SUM = 16;
const FIRST_PORT = 61_000;

/** Builds frame after frame in one buffer, as `FrameMaker` does; checksums are valid. */
export class FrameMaker4 {
  /** The frame built last is `bytes[0..length)`. */
  readonly bytes = new Uint8Array(2048).fill(0x55);
  length = 0;
  private readonly random: Random;

  constructor(seed: number) {
    this.random = new Random(seed);
  }

  /** Builds the next frame. */
  next(): void {
    const { bytes, random } = this;
    const sender = random.below(SENDERS);
    const network = random.below(NETWORKS);
    this.length = internetMix.length(random);
    bytes.set(ROUTER, 0);
    bytes.set([0x02, 0, 0, 1, sender >> 8, sender & 255], 6);
    put16(bytes, 12, 0x0800);
    bytes.fill(0, ETHERNET, ETHERNET + IP_HDRLEN);
    bytes[ETHERNET + IP_VHL] = 0x45;
    put16(bytes, ETHERNET + IP_LEN, this.length - ETHERNET);
    bytes[ETHERNET + IP_TTL] = 64;
    bytes[ETHERNET + IP_P] = random.below(2) === 0 ? IPPROTO_UDP : IPPROTO_TCP;
    put32(bytes, ETHERNET + IP_SRC, 0x0a010100 + sender);
    put32(bytes, ETHERNET + IP_DST, 0xac100001 + (network << 8) + random.below(HOSTS));
    put16(bytes, ETHERNET + IP_SUM, foldChecksum(sumBytes(bytes, ETHERNET, IP_HDRLEN)));
    this.transport(ETHERNET + IP_HDRLEN, bytes[ETHERNET + IP_P]);
  }

  private transport(at: number, protocol: number): void {
    const { bytes, random } = this;
    const size = this.length - at;
    bytes.fill(0, at, at + 20);
    put16(bytes, at, FIRST_PORT + random.below(1024));
    put16(bytes, at + 2, FIRST_PORT + random.below(1024));
    if (protocol === IPPROTO_UDP) put16(bytes, at + UDP_LENGTH, size);
    else put16(bytes, at + TCP_OFFSET, 0x5010);
    const sum = sumBytes(bytes, at, size, sumPseudo4(bytes, ETHERNET + IP_SRC, size, protocol));
    put16(bytes, at + (protocol === IPPROTO_UDP ? UDP_SUM : TCP_SUM), foldChecksum(sum) || 0xffff);
  }
}
