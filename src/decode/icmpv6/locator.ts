/** Locator update of the identifier-locator network protocol (RFC 6743). */
import { add8, add16, addBytes } from '../append';
import type { Dissection } from '../dissection';
import { ICMPV6 } from './fields';

export function dissectLocatorUpdate(d: Dissection, at: number, end: number, reported: number): number {
  const locators = add8(d, ICMPV6.ilnpNbLocs, at, end, reported);
  addBytes(d, ICMPV6.reserved, at + 1, 1, end, reported);
  addBytes(d, ICMPV6.reserved, at + 2, 2, end, reported);
  let next = at + 4;
  for (let i = 0; i < locators; i++) {
    addBytes(d, ICMPV6.ilnpNbLocator, next, 8, end, reported);
    add16(d, ICMPV6.ilnpNbPreference, next + 8, end, reported);
    add16(d, ICMPV6.ilnpNbLifetime, next + 10, end, reported);
    next += 12;
  }
  return next;
}
