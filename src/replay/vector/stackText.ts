/**
 * A case of ip6_forward as a `.stack` file: the same machine in the commands of an administrator, and in
 * remarks what none of them says.
 */
import { IFT_ETHER, if_driver } from '#stack/running';
import { checkStack, parseStack } from '../../config';
import type {
  VectorCase,
  VectorChange,
  VectorInterface,
  VectorPacket,
  VectorPolicy,
  VectorRoute,
} from './case';
import { packetTimes } from './times';

/** First line of every file written, by which it is known again. */
export const MARK = '# Made by packet-debugger vector from case';

const settings: Readonly<Record<string, string>> = {
  ip6stealth: 'net.inet6.ip6.stealth',
  sendRedirects: 'net.inet6.ip6.redirect',
  logInterval: 'net.inet6.ip6.log_interval',
  ipsecDefPolicy: 'net.inet6.ipsec6.def_policy',
};
const policyNumbers: Readonly<Record<string, number>> = { discard: 0, none: 1 };
const faults: Readonly<Record<string, (errno: string) => string>> = {
  copy: () => 'm_copy ENOBUFS once',
  policyLookup: () => 'ipsec6_getpolicybyaddr EINVAL once',
  policyLookupSecond: () => 'ipsec6_getpolicybyaddr EINVAL after 1 once',
  ipsecOutput: errno => `ipsec6_output_tunnel ${errno} once`,
  linkOutput: errno => `if_output ${errno} once`,
};

/** Marks of a packet that a capture can say, by the address of its frame. */
const told = new Set(['BCAST', 'MCAST']);

/** The text; `capture` is the name of the file with the packets. */
export function stackText(given: VectorCase, capture: string): string {
  const { interfaces, routes, spd = [], sysctl = {}, pfil } = given.given;
  const name = zoneNamer(interfaces);
  const lines = [`${MARK} ${given.id}: ${given.why}`, '', 'sysctl net.inet6.ip6.forwarding=1'];
  for (const [key, value] of Object.entries(sysctl)) lines.push(settingLine(key, value));
  for (const ifp of [...interfaces].sort((a, b) => a.index - b.index)) lines.push(...interfaceLines(ifp));
  const direct = (route: VectorRoute) => Number(route.gateway === undefined);
  for (const route of [...routes].sort((a, b) => direct(b) - direct(a))) lines.push(routeLine(route, name));
  for (const policy of spd) lines.push(...policyLines(policy));
  if (pfil !== undefined) {
    for (const { dst, action } of pfil) {
      const rule = action === 'block' ? 'deny' : action === 'pass' ? 'allow' : null;
      lines.push(
        rule === null
          ? `# The case has a filter that would ${action} packets to ${dst}: no command does.`
          : `ipfw add ${rule} ip6 from any to ${dst} out`,
      );
    }
  }
  lines.push(...neighborLines(given, name));
  lines.push('', `replay "${capture}"`);
  const times = packetTimes(given);
  for (const [i, packet] of given.given.packets.entries()) {
    lines.push(...packetLines(packet, i, times[i] - times[0], name));
  }
  return withoutRefused(`${lines.join('\n')}\n`);
}

/**
 * Makes remarks of the lines that a `.stack` file cannot have: a case may hold what no administrator can set
 * up.
 */
function withoutRefused(text: string): string {
  let accepted = text;
  for (;;) {
    const document = parseStack(accepted, 'case.stack');
    const problems = [...document.problems, ...checkStack(document)].filter(one => one.severity === 'error');
    if (problems.length === 0) return accepted;
    const { lineStarts } = document.source;
    const refused = new Set(problems.map(one => lineStarts.filter(start => start <= one.from).length - 1));
    accepted = accepted
      .split('\n')
      .map((line, i) => (refused.has(i) ? `# In the case, and no machine is given it: ${line}` : line))
      .join('\n');
  }
}

type Namer = (scoped: string) => string;

/** Addresses with the name of the interface in place of a zone's number. */
function zoneNamer(interfaces: readonly VectorInterface[]): Namer {
  return scoped =>
    scoped.replace(/%(\d+)/, (whole, zone: string) => {
      const ifp = interfaces.find(one => one.index === Number(zone));
      return ifp === undefined ? whole : `%${ifp.name}`;
    });
}

function settingLine(key: string, value: string | number): string {
  const number = key === 'ipsecDefPolicy' ? (policyNumbers[value] ?? 1) : value;
  return `sysctl ${settings[key] ?? key}=${number}`;
}

function interfaceLines(ifp: VectorInterface): string[] {
  const up = ifp.flags === undefined || ifp.flags.includes('UP') ? 'up' : 'down';
  // Without an address of its own no interface has neighbours.
  const address = ifp.name.startsWith('lo') ? '' : ` inet6 fe80::ffff:${ifp.index}/64`;
  const lines = [`ifconfig ${ifp.name}${address} mtu ${ifp.mtu} ${up}`];
  const nd = [
    ...(ifp.ndLinkMtu ? [`linkmtu=${ifp.ndLinkMtu}`] : []),
    ...(ifp.ndMaxMtu ? [`maxmtu=${ifp.ndMaxMtu}`] : []),
  ];
  if (nd.length > 0) lines.push(`ndp -i ${ifp.name} ${nd.join(' ')}`);
  const { link } = ifp.zones ?? {};
  if (link !== undefined && link !== ifp.index) {
    lines.push(`# In the case ${ifp.name} lies in link zone ${link}: no command says so.`);
  }
  return lines;
}

function routeLine({ dst, ifp, gateway, flags = [] }: VectorRoute, name: Namer): string {
  // A prefix on the link is one of an address of the interface: only then are there neighbours in it.
  const onLink = /^(2[0-9a-f:]*)::\/(4[89]|5\d|6[0-4])$/.exec(dst);
  if (onLink !== null && gateway === undefined && flags.length === 0 && !ifp.startsWith('lo')) {
    return `ifconfig ${ifp} inet6 ${onLink[1]}::ffff:ffff/${onLink[2]}`;
  }
  const words = flags
    .filter(flag => flag === 'REJECT' || flag === 'BLACKHOLE')
    .map(flag => ` -${flag.toLowerCase()}`)
    .join('');
  const way = gateway === undefined ? `-iface ${ifp}` : name(gateway);
  const text = `route add -inet6 ${name(dst)} ${way}${words}`;
  const lost = flags.filter(flag => flag === 'DYNAMIC' || flag === 'MODIFIED');
  return lost.length === 0 ? text : `${text} # in the case ${lost.join(', ')}`;
}

function policyLines({ dir, src, dst, proto, policy, requests = [] }: VectorPolicy): string[] {
  if (policy === 'bypass' || policy === 'entrust') {
    return [`# The case has a policy ${policy} for ${src} ${dst}, which only sockets have.`];
  }
  const transforms = requests.map(request => {
    const ends = request.tunnel === undefined ? '' : `${request.tunnel.src}-${request.tunnel.dst}`;
    const mode = request.mode === 'any' ? 'transport' : request.mode;
    return ` ${request.proto}/${mode}/${ends}/${request.level}`;
  });
  const states = requests.flatMap(({ sa }) => sa ?? []);
  const remark =
    states.length > 0 ? [`# In the case the associations of the next line are ${states.join(', ')}.`] : [];
  return [...remark, `setkey spdadd ${src} ${dst} ${proto} -P ${dir} ${policy}${transforms.join('')}`];
}

/** The neighbours that packets leave to: the case does not look them up. */
function neighborLines(given: VectorCase, name: Namer): string[] {
  const lines = new Set<string>();
  for (const { out } of given.expect.packets) {
    const ifp = given.given.interfaces.find(one => one.name === out?.ifp);
    const ethernet = ifp !== undefined && if_driver(ifp.name).type === IFT_ETHER;
    if (ethernet && out?.nexthop !== undefined && !out.nexthop.startsWith('ff')) {
      lines.add(`ndp -s ${name(out.nexthop)} 02:00:00:00:99:01`);
    }
  }
  return [...lines];
}

/** What happens before a packet, and to it; `after` is its time in seconds after the first. */
function packetLines(packet: VectorPacket, i: number, after: number, name: Namer): string[] {
  const at = i === 0 ? '' : `at ${(after - 0.0005).toFixed(4)}s `;
  const lines = (packet.before ?? []).flatMap(change =>
    changeLines(change, name).map(line => `${at}${line}`),
  );
  for (const [fault, value] of Object.entries(packet.faults ?? {})) {
    lines.push(`fault ${faults[fault]?.(String(value)) ?? fault} for frame.number == ${i + 1}`);
  }
  const marks = (packet.mbufFlags ?? []).filter(flag => !told.has(flag));
  if (marks.length > 0) lines.push(`# In the case packet ${i + 1} is marked ${marks.join(', ')}.`);
  if (packet.srcrt) lines.push(`# In the case packet ${i + 1} comes from a routing header.`);
  return lines;
}

function changeLines(change: VectorChange, name: Namer): string[] {
  switch (change.op) {
    case 'route-add':
      return change.route === undefined ? [] : [routeLine(change.route, name)];
    case 'route-delete':
      return change.dst === undefined ? [] : [`route delete -inet6 ${name(change.dst)}`];
    case 'if-set': {
      const mtu = change.mtu === undefined ? '' : ` mtu ${change.mtu}`;
      const up = change.flags === undefined ? '' : change.flags.includes('UP') ? ' up' : ' down';
      return [`ifconfig ${change.name}${mtu}${up}`];
    }
    case 'sysctl':
      return [settingLine(change.name ?? '', change.value ?? 0)];
    default:
      return [`# In the case: ${change.op}.`];
  }
}
