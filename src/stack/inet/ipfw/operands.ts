/** What decisions of ipfw show of a packet, for the recording build. */
import type { Operands } from '../../trace';
import type { IpfwArgs } from './args';

/** Both addresses under the names of their fields. */
export function addressesOf({ m, src, dst, ipv6 }: IpfwArgs): Operands {
  const length = ipv6 ? 16 : 4;
  const address = (at: number) => ({
    value: m.data.slice(at, at + length),
    at: { offset: at - m.off, length },
  });
  return ipv6
    ? { ip6_src: address(src), ip6_dst: address(dst) }
    : { ip_src: address(src), ip_dst: address(dst) };
}
