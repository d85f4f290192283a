/**
 * A rule of `ipfw` (struct ip_fw of netinet/ip_fw.h): conditions, all of which must hold, and what it then
 * does.
 */
import type { Origin } from '../../trace';
import type { Match } from './match';

/** The rule that decides when no other does: it lets everything pass. */
export const IPFW_DEFAULT_RULE = 65535;
/** The set that `flush` leaves alone. */
export const RESVD_SET = 31;

/** What a rule does to a packet that it matches, by its name in ipfw(8). */
const ipfwActionNames = [
  'allow',
  'deny',
  'count',
  'skipto',
  'divert',
  'tee',
  'reject',
  'unreach',
  'unreach6',
  'reset',
  'reset6',
] as const;
export type IpfwActionName = (typeof ipfwActionNames)[number];

/** The part of a rule that a condition is written in. */
export type Place = 'proto' | 'src' | 'sport' | 'dst' | 'dport' | 'option';

/** A condition. */
export interface Insn {
  /** It holds when what it tests does not. */
  readonly not: boolean;
  /** The next condition may hold in its place (`{ a or b }`). */
  readonly or: boolean;
  readonly place: Place;
  readonly match: Match;
}

export interface IpfwRule {
  /** 1..65535 */
  number: number;
  /** 0..31 */
  set: number;
  action: IpfwActionName;
  /** The rule of `skipto`, the port of `divert` and `tee`, the code of `unreach`; 0 for others. */
  arg: number;
  /** Kept without effect. */
  log: boolean;
  /** What stands behind `//`; empty for nothing. */
  comment: string;
  readonly insns: readonly Insn[];
  packets: number;
  bytes: number;
  origin: Origin | null;
}

/** A rule from what is not as usual of it. */
export function newIpfwRule(
  given: Pick<IpfwRule, 'number' | 'action'> & Partial<Omit<IpfwRule, 'number' | 'action'>>,
): IpfwRule {
  return { set: 0, arg: 0, log: false, comment: '', insns: [], packets: 0, bytes: 0, origin: null, ...given };
}
