/** `route`, `ndp`, `arp` and `rtsol`: routes and neighbours. */
import type { Range, Ranged } from '../text';
import type { Address, CommandBase, Prefix } from './common';

/** Flags of a route that stand alone on the line. */
export const routeFlags = [
  'blackhole',
  'reject',
  'static',
  'nostatic',
  'proto1',
  'proto2',
  'cloning',
  'xresolve',
  'llinfo',
  'dynamic',
] as const;
export type RouteFlag = (typeof routeFlags)[number];

/** `route add|delete|change|flush …` */
export interface RouteCommand extends CommandBase {
  readonly kind: 'route';
  readonly action: 'add' | 'delete' | 'change' | 'flush';
  readonly family: 'inet' | 'inet6';
  /** null for `flush`. */
  readonly dest: Ranged<Prefix> | null;
  /** True when the destination is one host (`-host`, or an address without length). */
  readonly host: boolean;
  readonly gateway: Ranged<Address> | null;
  /** An interface in the gateway's place, after `-interface`. */
  readonly gatewayInterface: Ranged<string> | null;
  /** Directly connected: `-interface`. */
  readonly interface: boolean;
  readonly flags: readonly RouteFlag[];
  readonly ifp: Ranged<string> | null;
  readonly ifa: Ranged<Address> | null;
  /** `-mtu`, `-expire`, `-hopcount`: by name. */
  readonly metrics: readonly { readonly name: RouteMetric; readonly value: Ranged<number> }[];
}
export type RouteMetric = 'mtu' | 'expire' | 'hopcount';

/** Words of `ndp -i IF`; a `-` before turns off. */
export const ndFlags = ['nud', 'accept_rtadv', 'prefer_source', 'disabled'] as const;
export type NdFlag = (typeof ndFlags)[number];
/** Settings of `ndp -i IF VAR=N`. */
export const ndVariables = ['linkmtu', 'maxmtu', 'retrans', 'chlim'] as const;
export type NdVariable = (typeof ndVariables)[number];

/** `ndp -s|-d|-c|-i …` */
export type NdpCommand = CommandBase & { readonly kind: 'ndp' } & (
    | {
        readonly action: 'set';
        readonly node: Ranged<Address>;
        readonly lladdr: Ranged<Uint8Array>;
        readonly temp: boolean;
        readonly proxy: boolean;
      }
    | { readonly action: 'delete'; readonly node: Ranged<Address> }
    | { readonly action: 'clear' | 'flush-prefixes' | 'flush-routers' }
    | { readonly action: 'default-interface'; readonly interface: Ranged<string> | null }
    | {
        readonly action: 'interface';
        readonly interface: Ranged<string>;
        readonly flags: readonly (Range & { readonly flag: NdFlag; readonly on: boolean })[];
        readonly variables: readonly { readonly name: NdVariable; readonly value: Ranged<number> }[];
      }
  );

/** `arp -s|-d …` */
export type ArpCommand = CommandBase & { readonly kind: 'arp' } & (
    | {
        readonly action: 'set';
        readonly host: Ranged<Address>;
        readonly lladdr: Ranged<Uint8Array>;
        readonly temp: boolean;
        readonly pub: boolean;
        readonly only: boolean;
      }
    | { readonly action: 'delete'; readonly host: Ranged<Address>; readonly pub: boolean }
    | { readonly action: 'clear' }
  );

/** `rtsol IF` */
export interface RtsolCommand extends CommandBase {
  readonly kind: 'rtsol';
  readonly interface: Ranged<string>;
}
