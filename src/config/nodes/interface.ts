/** `ifconfig`: interfaces and their addresses. */
import type { Origin } from '../../stack/trace';
import type { Range, Ranged } from '../text';
import type { Address, CommandBase } from './common';

/** Parameters of `ifconfig` that stand alone. */
export const interfaceFlags = [
  'create',
  'destroy',
  'plumb',
  'unplumb',
  'up',
  'down',
  'arp',
  '-arp',
  'promisc',
  '-promisc',
  'monitor',
  '-monitor',
  'debug',
  '-debug',
  'link0',
  '-link0',
  'link1',
  '-link1',
  'link2',
  '-link2',
  'deletetunnel',
  '-tunnel',
  '-vlandev',
  'flush',
  'flushall',
] as const;
export type InterfaceFlag = (typeof interfaceFlags)[number];

/** Flags of an IPv6 address. */
export const addressFlags = [
  'anycast',
  '-anycast',
  'tentative',
  '-tentative',
  'deprecated',
  '-deprecated',
  'autoconf',
  '-autoconf',
  'eui64',
] as const;
export type AddressFlag = (typeof addressFlags)[number];

/** Parameters of `ifconfig` with a number. */
export type InterfaceNumber = 'mtu' | 'metric' | 'tunneldomain' | 'rdomain' | 'vlan' | 'maxaddr' | 'timeout';
/** Parameters of `ifconfig` with a word. */
export type InterfaceWord = 'group' | '-group' | 'media' | 'mediaopt' | 'vlandev' | MemberWord;
/** Those of a bridge that name a member. */
export const memberWords = ['addm', 'deletem', 'learn', '-learn', 'discover', '-discover'] as const;
export type MemberWord = (typeof memberWords)[number];

/** An address given to or taken from an interface. */
export interface InterfaceAddress extends Range {
  readonly name: 'address';
  readonly origin: Origin;
  readonly address: Ranged<Address>;
  /** null when not written: 64, or 128 on loopback and point-to-point interfaces; by class for IPv4. */
  readonly prefixlen: Ranged<number> | null;
  /** The peer of a point-to-point interface. */
  readonly peer: Ranged<Address> | null;
  readonly broadcast: Ranged<Address> | null;
  readonly action: 'set' | 'alias' | 'delete';
  readonly flags: readonly AddressFlag[];
  /** Lifetimes in seconds, Infinity for `infinity`. */
  readonly pltime: Ranged<number> | null;
  readonly vltime: Ranged<number> | null;
}

export type InterfaceParameter =
  | (Range & { readonly name: 'flag'; readonly flag: InterfaceFlag })
  | (Range & { readonly name: 'number'; readonly of: InterfaceNumber; readonly value: Ranged<number> })
  | (Range & { readonly name: 'word'; readonly of: InterfaceWord; readonly value: Ranged<string> })
  | (Range & { readonly name: 'lladdr'; readonly value: Ranged<Uint8Array> })
  | (Range & {
      /** An address that a bridge knows of, or no longer. */
      readonly name: 'station';
      readonly of: 'static' | 'deladdr';
      /** null for `deladdr`. */
      readonly member: Ranged<string> | null;
      readonly value: Ranged<Uint8Array>;
    })
  | (Range & { readonly name: 'tunnel'; readonly src: Ranged<Address>; readonly dst: Ranged<Address> })
  | InterfaceAddress;

/** `ifconfig IF …` */
export interface IfconfigCommand extends CommandBase {
  readonly kind: 'ifconfig';
  readonly interface: Ranged<string>;
  readonly parameters: readonly InterfaceParameter[];
}
