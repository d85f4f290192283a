/** The settings and counters of EtherIP as sysctl(3) gives them (net/if_etherip.c, etherip_sysctl). */
import { ENOMEM, ENOPROTOOPT, ENOTDIR, EPERM } from '../errno';
import type { Host } from '../host';
import { branch, decide, decision, enter, leave, switched } from '../trace';
import { lines } from './source';

export const ETHERIPCTL_ALLOW = 1;
export const ETHERIPCTL_STATS = 2;
const SIZEOF_INT = 4;
const SIZEOF_COUNTER = 8;

/**
 * What is asked: `room` is the length in bytes that the caller has for the old value, null when it does not
 * want it.
 */
interface SysctlRequest {
  readonly room: number | null;
  /** The new value, null to leave it. */
  readonly value: number | null;
}

/** What came of it: 0 or an error number, and what was read: a setting, or the counters in order. */
interface SysctlAnswer {
  readonly error: number;
  readonly setting?: number;
  readonly counters?: readonly number[];
}

const length = decision('etherip_sysctl.length', {
  question: 'Does exactly one word follow net.inet.etherip?',
  outcomes: { wrong: 'No: {namelen} do.', one: 'Yes.' },
  kernel: lines(661, 662),
  reference: 'sysctl(3); etherip_sysctl (net/if_etherip.c)',
});

const name = decision('etherip_sysctl.name', {
  question: 'Which of its values is asked for?',
  outcomes: {
    allow: 'Whether packets without IPsec are accepted: {allow}.',
    stats: 'The counters.',
    unknown: 'None that it has.',
  },
  kernel: lines(664, 676),
  reference: 'etherip(4); etherip_sysctl (net/if_etherip.c)',
});

/** Reads or changes a value by the numbers that follow net.inet.etherip. */
export function etherip_sysctl(host: Host, names: readonly number[], request: SysctlRequest): SysctlAnswer {
  enter(host, 'etherip_sysctl', null);
  const answer = answerOf(host, names, request);
  leave(host);
  return answer;
}

function answerOf(host: Host, names: readonly number[], request: SysctlRequest): SysctlAnswer {
  const wrong = branch(host, 661, names.length !== 1);
  decide(host, length, wrong ? length.wrong : length.one, RECORDING && { namelen: names.length });
  if (wrong) return { error: ENOTDIR };
  const [asked] = names;
  switched(host, 664, asked);
  const outcome =
    asked === ETHERIPCTL_ALLOW ? name.allow : asked === ETHERIPCTL_STATS ? name.stats : name.unknown;
  decide(host, name, outcome, RECORDING && { allow: host.etherip_allow });
  if (outcome === name.allow) return allow(host, request);
  return outcome === name.stats ? stats(host, request) : { error: ENOPROTOOPT };
}

/** Any integer is accepted (sysctl_int). */
function allow(host: Host, { room, value }: SysctlRequest): SysctlAnswer {
  if (room !== null && room < SIZEOF_INT) return { error: ENOMEM };
  const before = host.etherip_allow;
  if (value !== null) host.etherip_allow = value;
  return { error: 0, ...(room === null ? {} : { setting: before }) };
}

const read = decision('etherip_sysctl.stats', {
  kind: 'S',
  question: 'What do the tunnels count?',
  outcomes: { read: 'Nine numbers of 64 bits, which may only be read.' },
  kernel: lines(641, 652),
  reference: 'etherip_sysctl_etheripstat (net/if_etherip.c)',
});

function stats(host: Host, { room, value }: SysctlRequest): SysctlAnswer {
  const counters = Object.values(host.etheripstat);
  decide(host, read, read.read);
  if (room !== null && room < counters.length * SIZEOF_COUNTER) return { error: ENOMEM };
  if (value !== null) return { error: EPERM };
  return { error: 0, ...(room === null ? {} : { counters }) };
}
