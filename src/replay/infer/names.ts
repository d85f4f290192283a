/**
 * Names for the machine's interfaces: the capture's own where a machine could have them, else such as em0.
 */
import { interfaceKind, isInterfaceName } from '../../config';
import { isPktap, LINKTYPE_ETHERNET, LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2 } from '../../wire/linktype';
import type { Link } from './stations';

const withAddresses: readonly number[] = [LINKTYPE_ETHERNET, LINKTYPE_LINUX_SLL, LINKTYPE_LINUX_SLL2];

/** True for a link whose frames bear no link addresses. */
export function isPointToPoint(link: Link): boolean {
  if (isPktap(link.linkType)) return link.stations.every(station => station.kind !== 'mac');
  return !withAddresses.includes(link.linkType);
}

/** True when all packets of a link come from ::1 or 127.0.0.0/8. */
export function isOwnLoopback(link: Link): boolean {
  return link.looped !== null && link.looped.count === link.packets.inet6 + link.packets.inet;
}

/** Gives out names, each once. */
export class InterfaceNames {
  private readonly taken = new Set<string>();

  /** @param wanted names that the capture uses, which are not given to others */
  constructor(private readonly wanted: ReadonlySet<string>) {}

  /** The name of a captured interface. */
  of(link: Link): string {
    if (isOwnLoopback(link)) return 'lo0';
    const kind = isPointToPoint(link) ? 'point-to-point' : 'ethernet';
    const { name } = link;
    if (isInterfaceName(name) && interfaceKind(name) === kind && !this.taken.has(name)) {
      this.taken.add(name);
      return name;
    }
    return this.made(kind === 'ethernet' ? 'em' : 'tun');
  }

  /** The first free name of a driver. */
  made(driver: 'em' | 'tun'): string {
    let number = 0;
    while (this.taken.has(`${driver}${number}`) || this.wanted.has(`${driver}${number}`)) number++;
    const name = `${driver}${number}`;
    this.taken.add(name);
    return name;
  }
}
