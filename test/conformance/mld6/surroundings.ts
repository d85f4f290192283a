/**
 * What stands around MLD in a case: packets and filter changes are noted, random numbers come from the case.
 */
import * as stack from '#stack/recording';
import type { Surroundings } from '../../../src/stack/surroundings';
import { formatIpv6 } from '../../../src/wire/address';
import { toHex } from '../../../src/wire/bytes';
import type { Json } from '../compare';
import { errno } from '../words';
import type { Given } from './case';

const HEADER = 40;
const MESSAGE = 24;
/** What every message has in common: the hop-by-hop header and the hop limit of the multicast options. */
const HOP_BY_HOP = '0000010005020000';

/** What one operation asked its surroundings for; keys as in `expect`. */
export interface Asked {
  readonly sent: Json[];
  readonly filter: Json[];
  randomUsed: number;
}

export function noted(): Asked {
  return { sent: [], filter: [], randomUsed: 0 };
}

/**
 * Surroundings for a case. `asked` gives the notes of the operation under way, `drivers` the answer of each
 * interface's driver.
 */
export function abstractSurroundings(
  given: Given,
  asked: () => Asked,
  drivers: ReadonlyMap<string, string>,
): Surroundings {
  let drawn = 0;
  return {
    ...stack.kernel,
    ip6_output_multicast(_host, m, flags, options) {
      const header = toHex(options.hbh, 0, options.hbh.length);
      if (header !== HOP_BY_HOP || options.hlim !== 1) throw new Error(`wrong options: ${header}`);
      if (m.len !== HEADER + MESSAGE) throw new Error(`${m.len} bytes are no MLD packet`);
      asked().sent.push({
        ifp: options.ifp.name,
        src: unscoped(m.data, m.off + 8),
        dst: unscoped(m.data, m.off + 24),
        mld: toHex(m.data, m.off + HEADER, m.off + HEADER + MESSAGE),
        ...(options.loop ? { loop: true } : {}),
        ...((flags & stack.IPV6_UNSPECSRC) !== 0 ? { unspecSrc: true } : {}),
      });
      return 0;
    },
    if_ioctl(_host, ifp, command, group) {
      const driver = drivers.get(ifp.name) ?? 'ok';
      if (driver === 'none') return stack.NO_IOCTL;
      const op = command === stack.SIOCADDMULTI ? 'add' : 'del';
      asked().filter.push({ op, ifp: ifp.name, group: unscoped(group, 0) });
      return driver === 'ok' ? 0 : errno(driver);
    },
    arc4random() {
      asked().randomUsed++;
      return given.random.length === 0 ? 0 : given.random[drawn++ % given.random.length];
    },
  };
}

/** The text of an address with its zone taken out. */
export function unscoped(addr: Uint8Array, off: number): string {
  const bare = addr.slice(off, off + 16);
  stack.in6_clearscope(bare, 0);
  return formatIpv6(bare);
}
