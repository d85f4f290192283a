/** The commands of a `.stack` file as typed data. Every value knows its place; nothing is resolved or checked here. */
import type { Insn, IpfwActionName } from '../stack/inet/ipfw/rule';
import type { OutputKind } from '../stack/net/mbuf';
import type { Origin } from '../stack/trace';
import type { Statement } from './lexer';
import type { Problem } from './problem';
import type { Range, Ranged, Source } from './text';

/** An address as written: its bytes in network order, and the interface name after `%`. */
export interface Address {
  readonly family: 'inet' | 'inet6';
  /** 4 or 16 bytes without zone. */
  readonly bytes: Uint8Array;
  readonly zone: string | null;
}

/** An address with a prefix length. */
export interface Prefix extends Address {
  readonly prefixlen: number;
}

/** What every command has. */
export interface CommandBase extends Range {
  /** The place given to everything the command makes. */
  readonly origin: Origin;
}

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

/** `sysctl NAME=VALUE…` */
export interface SysctlCommand extends CommandBase {
  readonly kind: 'sysctl';
  readonly settings: readonly { readonly name: Ranged<string>; readonly value: Ranged<number> }[];
}

/** A selector of a policy: a prefix and a port, 0 for any. */
export interface PolicyRange extends Prefix {
  readonly port: number;
}

export type PolicyLevel = 'default' | 'use' | 'require' | 'unique';

/** One transform that a policy asks for: `esp/tunnel/A-B/require`. */
export interface PolicyRequest {
  readonly protocol: 'esp' | 'ah' | 'ipcomp';
  readonly mode: 'transport' | 'tunnel';
  readonly src: Address | null;
  readonly dst: Address | null;
  readonly level: PolicyLevel;
  /** N of `unique:N`, 0 without. */
  readonly reqid: number;
}

/** Upper-layer protocol of a policy: its number, 255 for any; type and code for `icmp6 TYPE,CODE`. */
export interface UpperProtocol {
  readonly protocol: number;
  readonly type: number;
  readonly code: number;
}

/** `setkey spdadd|spddelete|spdflush …` */
export interface SpdCommand extends CommandBase {
  readonly kind: 'spdadd' | 'spddelete';
  readonly src: Ranged<PolicyRange>;
  readonly dst: Ranged<PolicyRange>;
  readonly upper: Ranged<UpperProtocol>;
  readonly direction: 'in' | 'out';
  /** null for `spddelete`. */
  readonly policy: 'discard' | 'none' | 'ipsec' | null;
  readonly requests: readonly Ranged<PolicyRequest>[];
}
export interface SpdflushCommand extends CommandBase {
  readonly kind: 'spdflush';
}

/** Protocol of an association. */
export type SaProtocol = 'esp' | 'ah' | 'ipcomp';

/** An algorithm of an association with its key; the key is null for compression. */
export interface SaAlgorithm {
  readonly use: 'encryption' | 'authentication' | 'compression';
  /** As setkey names it, with `/N` for another length of the check value. */
  readonly name: Ranged<string>;
  readonly key: Uint8Array | null;
}

/** `setkey add SRC DST PROTO SPI …` */
export interface SaCommand extends CommandBase {
  readonly kind: 'add';
  readonly src: Ranged<Address>;
  readonly dst: Ranged<Address>;
  readonly protocol: Ranged<SaProtocol>;
  readonly spi: Ranged<number>;
  readonly mode: 'any' | 'transport' | 'tunnel';
  readonly replay: number;
  readonly reqid: number;
  readonly padding: readonly string[];
  /** Hard and soft lifetimes in seconds, 0 for none. */
  readonly hard: number;
  readonly soft: number;
  readonly algorithms: readonly Ranged<SaAlgorithm>[];
}

/** `setkey flush [PROTO]`: takes associations away. */
export interface SaFlushCommand extends CommandBase {
  readonly kind: 'flush';
  readonly protocol: Ranged<SaProtocol> | null;
}

/** `setkey get|delete SRC DST PROTO SPI`, `setkey deleteall SRC DST PROTO` */
export interface SaRemoveCommand extends CommandBase {
  readonly kind: 'get' | 'delete' | 'deleteall';
  readonly src: Ranged<Address>;
  readonly dst: Ranged<Address>;
  readonly protocol: Ranged<SaProtocol>;
  /** null for `deleteall`. */
  readonly spi: Ranged<number> | null;
}

/** `ipfw add …` */
export interface IpfwAddCommand extends CommandBase {
  readonly kind: 'ipfw-add';
  /** null: the last number and net.inet.ip.fw.autoinc_step more. */
  readonly number: Ranged<number> | null;
  readonly set: number;
  readonly action: IpfwActionName;
  readonly arg: number;
  readonly log: boolean;
  readonly insns: readonly Insn[];
  /** The interfaces that its options name; a final `*` matches any unit. */
  readonly interfaces: readonly Ranged<string>[];
}

/** `ipfw delete|zero|flush …`; no numbers: all rules, or those of a set. */
export interface IpfwCommand extends CommandBase {
  readonly kind: 'ipfw-delete' | 'ipfw-zero' | 'ipfw-flush';
  readonly numbers: readonly Ranged<number>[];
  /** The set of `delete set N`, null for none. */
  readonly set: Ranged<number> | null;
}

/** `ipfw table N add|delete|flush …` */
export interface IpfwTableCommand extends CommandBase {
  readonly kind: 'ipfw-table';
  readonly table: Ranged<number>;
  readonly action: 'add' | 'delete' | 'flush';
  /** null for `flush`. */
  readonly prefix: Ranged<Prefix> | null;
  readonly value: number;
}

/** `ipfw set enable|disable|move|swap …` */
export type IpfwSetCommand = CommandBase & { readonly kind: 'ipfw-set' } & (
    | {
        readonly action: 'switch';
        readonly enable: readonly number[];
        readonly disable: readonly number[];
      }
    | {
        readonly action: 'move' | 'move-rule' | 'swap';
        /** The set, or the rule, whose rules move. */
        readonly moved: Ranged<number>;
        readonly into: Ranged<number>;
      }
  );

/** `FIELD = VALUE` of a divert program: the field by its filter name, or some bytes of one. */
export interface DivertValue {
  readonly field: Ranged<string>;
  readonly value: Ranged<string>;
}

/** One thing that a divert program does with a packet. */
export interface DivertAnswer {
  readonly action: 'pass' | 'drop';
  /** Nanoseconds. */
  readonly delay: number;
  /** null: the rule that diverted the packet. */
  readonly cookie: number | null;
  /** null: the address that the program was told. */
  readonly address: Ranged<Address> | null;
  /** null: the name that the program was told; empty for none. */
  readonly name: Ranged<string> | null;
  readonly copies: number;
  readonly values: readonly DivertValue[];
  /** False when checksums stay as they were. */
  readonly mend: boolean;
}

/** `divert PORT pass|drop … [then pass …] [for FILTER]` */
export interface DivertCommand extends CommandBase {
  readonly kind: 'divert';
  readonly port: Ranged<number>;
  /** One at least. */
  readonly answers: readonly DivertAnswer[];
  readonly filter: Ranged<string> | null;
}

/** `mld join|leave|query|report IF [GROUP] [from ADDR] …` */
export interface MldCommand extends CommandBase {
  readonly kind: 'mld';
  readonly action: 'join' | 'leave' | 'query' | 'report';
  readonly interface: Ranged<string>;
  /** null for a general query. */
  readonly group: Ranged<Address> | null;
  /** Ticks for `join`, milliseconds for `query`; null when not written. */
  readonly delay: Ranged<number> | null;
  /** The neighbour that a query or report is from; null when not written. */
  readonly source: Ranged<Address> | null;
}

/** `listen udp PORT…|none` */
export interface ListenCommand extends CommandBase {
  readonly kind: 'listen';
  /** Empty for `none`. */
  readonly ports: readonly Ranged<number>[];
}

/** What may be captured, as `capture` lines say it. */
export const captureTypes = ['raw', 'pktap'] as const;
export type CaptureType = (typeof captureTypes)[number];

/** `capture IF TYPE "FILE"`, `capture IF stop` */
export type CaptureCommand = CommandBase & {
  readonly kind: 'capture';
  readonly interface: Ranged<string>;
} & (
    | { readonly action: 'start'; readonly type: Ranged<CaptureType>; readonly file: Ranged<string> }
    | { readonly action: 'stop' }
  );

/** `rtsol IF` */
export interface RtsolCommand extends CommandBase {
  readonly kind: 'rtsol';
  readonly interface: Ranged<string>;
}

/** Options of the kernel's build. */
export const kernelOptions = ['IPSEC', 'FAST_IPSEC', 'IPSTEALTH'] as const;
export type KernelOption = (typeof kernelOptions)[number];

/** `options NAME`, `nooptions NAME` */
export interface OptionsCommand extends CommandBase {
  readonly kind: 'options';
  readonly options: readonly Ranged<KernelOption>[];
  readonly on: boolean;
}

/** `hostname NAME` */
export interface HostnameCommand extends CommandBase {
  readonly kind: 'hostname';
  readonly name: Ranged<string>;
}

/** `seed N` */
export interface SeedCommand extends CommandBase {
  readonly kind: 'seed';
  readonly seed: Ranged<number>;
}

/** A time: since the first frame, or since 1970 when absolute. */
export interface StackTime {
  readonly absolute: boolean;
  /** Whole seconds. */
  readonly seconds: number;
  /** 0..999999999. */
  readonly nanoseconds: number;
}

/** `replay "F" [on IF]`, `replay "F" (NAME = IF, …)` */
export interface ReplayCommand extends CommandBase {
  readonly kind: 'replay';
  readonly file: Ranged<string>;
  readonly on: Ranged<string> | null;
  /** From names of interfaces in the capture to interfaces here. */
  readonly map: readonly { readonly name: Ranged<string>; readonly interface: Ranged<string> }[];
}

/** `fault FUNCTION ERRNO [after N] [once|always|N times] [for FILTER]`; errno null: `fault FUNCTION off`. */
export interface FaultCommand extends CommandBase {
  readonly kind: 'fault';
  /** null: `fault off`, every function. */
  readonly function: Ranged<string> | null;
  readonly errno: Ranged<Errno> | null;
  /** Calls that work before the first one that fails. */
  readonly after: number;
  /** Infinity for always. */
  readonly times: number;
  /** A display filter. */
  readonly filter: Ranged<string> | null;
}
export interface Errno {
  readonly name: string;
  readonly number: number;
}

/** A decision, and an outcome of it. */
export interface DecisionName {
  readonly decision: Ranged<string>;
  readonly outcome: Ranged<string> | null;
}

/** What was sent on account of a frame; `nothing` for no output at all. */
export type SentKind = OutputKind | 'nothing';

export const comparisons = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Comparison = (typeof comparisons)[number];

/** `expect frame N [in "F"] …`, `expect counter NAME [OP] N`, `expect VERDICT [OP] N` */
export type ExpectCommand = CommandBase & {
  readonly kind: 'expect';
  /** The host in whose block it stands: it is about what that host did; null outside. */
  readonly host: string | null;
} & (
    | {
        readonly what: 'frame';
        /** 1-based in its capture. */
        readonly frame: Ranged<number>;
        readonly capture: Ranged<string> | null;
        readonly verdict: Ranged<string> | null;
        /** The decision that settles the verdict. */
        readonly at: DecisionName | null;
        /** Decisions that the path must hold. */
        readonly through: DecisionName | null;
        readonly sends: Ranged<SentKind> | null;
        /** The interface of what is sent. */
        readonly on: Ranged<string> | null;
      }
    | {
        readonly what: 'counter' | 'verdict';
        /** A counter's full name, or a verdict. */
        readonly name: Ranged<string>;
        readonly comparison: Comparison;
        readonly value: Ranged<number>;
      }
  );

/** `link HOST.IF HOST.IF… [delay TIME]`: one segment that all its ends are on. */
export interface LinkCommand extends CommandBase {
  readonly kind: 'link';
  /** Each an interface with its host before the first dot. */
  readonly ends: readonly Ranged<string>[];
  /** Nanoseconds that a packet travels. */
  readonly delay: number;
}

/** Commands that change a machine. */
export type MachineCommand =
  | IfconfigCommand
  | RouteCommand
  | NdpCommand
  | ArpCommand
  | SysctlCommand
  | SpdCommand
  | SpdflushCommand
  | SaCommand
  | SaFlushCommand
  | SaRemoveCommand
  | IpfwAddCommand
  | IpfwCommand
  | IpfwTableCommand
  | DivertCommand
  | IpfwSetCommand
  | MldCommand
  | RtsolCommand
  | ListenCommand
  | CaptureCommand
  | FaultCommand;

/** `at TIME COMMAND` */
export interface AtCommand extends CommandBase {
  readonly kind: 'at';
  readonly time: Ranged<StackTime>;
  readonly command: MachineCommand;
}

export type Command =
  | MachineCommand
  | OptionsCommand
  | HostnameCommand
  | SeedCommand
  | ReplayCommand
  | ExpectCommand
  | LinkCommand
  | AtCommand;

/** `host NAME {` … `}`: the lines of one machine of several. The range is that of the whole block. */
export interface HostBlock extends Range {
  readonly name: Ranged<string>;
  /** The line that opens it. */
  readonly head: Range;
  /** In the order of their places. */
  readonly commands: readonly Command[];
}

/** A parsed file. Commands with an error in them may be missing or incomplete: look at `problems` before running. */
export interface StackDocument {
  readonly source: Source;
  readonly statements: readonly Statement[];
  readonly comments: readonly Range[];
  /** All of the file, those within blocks of hosts too. */
  readonly commands: readonly Command[];
  /** In the order of their places; none in a file that describes one machine. */
  readonly hosts: readonly HostBlock[];
  /** In the order of their places. */
  readonly problems: readonly Problem[];
}
