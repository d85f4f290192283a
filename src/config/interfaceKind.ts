/** What an interface is, by the letters of its name. */
import { IFF_LOOPBACK, IFF_POINTOPOINT, if_dname, if_driver } from '#stack/running';

/** Drivers of interfaces that cannot be simulated, and what they are. */
export const driversToCome: Readonly<Record<string, string>> = {
  vlan: 'VLAN interfaces',
};

/** `not-simulated`: no capture arrives there, or not at all simulated. */
export type InterfaceKind = 'ethernet' | 'point-to-point' | 'loopback' | 'not-simulated';

/** The kind of the interface of that name. */
export function interfaceKind(name: string): InterfaceKind {
  const driver = if_dname(name);
  if (Object.hasOwn(driversToCome, driver) || ['iptap', 'etherip', 'bridge'].includes(driver))
    return 'not-simulated';
  const { flags } = if_driver(name);
  if ((flags & IFF_LOOPBACK) !== 0) return 'loopback';
  return (flags & IFF_POINTOPOINT) !== 0 ? 'point-to-point' : 'ethernet';
}
