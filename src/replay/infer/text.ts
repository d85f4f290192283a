/** The text of a `.stack` file that says what was concluded, and from which frames. */
import { captureNameProblem, quote } from '../../config';
import { formatIpv6, formatMac } from '../../wire/address';
import type { Conclusions } from './conclude';
import { linkLocalOf } from './gateways';
import { type Family, families, isLinkLocal, isMapped, type PerFamily } from './kinds';
import type { FoundInterface, OwnAddress } from './picture';
import type { FoundRoutes, Refused } from './routes';
import { addressText, prefixText } from './shown';
import { gatewayText, type Way } from './ways';
import {
  addressRemark,
  framesText,
  machineSentence,
  mtuRemark,
  neighborRemark,
  onOneLine,
  refusedRemark,
  sentences,
  taggedSentence,
  unroutedSentence,
  wayRemark,
} from './words';

/** First words of every file written, by which it is known again. */
export const MARK = '# Inferred by packet-debugger';
/** Destinations without a route that are named. */
const UNROUTED_MAX = 16;
/** Interfaces without a frame that are named. */
const IDLE_MAX = 16;

const ANY_LINK_LOCAL = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/** A command with what it was concluded from. */
const line = (command: string, remark: string): string => `${command} # ${remark}`;
const remark = (sentence: string): string => `# ${onOneLine(sentence)}`;

/** The file; `name` is that of the capture, as a `replay` line beside it names it. */
export function stackText(found: Conclusions, name: string): string {
  const parts = [
    [remark(sentences.head(name)), remark(sentences.about)],
    [...(found.empty ? [sentences.noFrames] : []), ...found.faces.map(machineSentence)].map(remark),
    kernelLines(found),
    ...found.faces.map(face => interfaceLines(found, face)),
    routeLines(found),
    neighborLines(found),
    openLines(found),
    replayLines(found, name),
  ];
  return `${parts
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Where the kernel keeps what it does with packets of a family. */
const nodes: PerFamily<string> = { inet6: 'net.inet6.ip6', inet: 'net.inet.ip' };

function kernelLines({ families: seen, forwards, merged, faces }: Conclusions): string[] {
  const lines: string[] = [];
  for (const family of seen) {
    const setting = `${nodes[family]}.forwarding=1`;
    const shown = forwards[family];
    if (shown !== null)
      lines.push(line(`sysctl ${setting}`, `${framesText(shown)}: ${sentences.forwards(family)}`));
    else if (faces.length > 0) lines.push(remark(sentences.noForwarding(family, setting)));
  }
  if (!merged) return lines;
  lines.push(remark(sentences.merged));
  for (const family of seen) lines.push(line(`sysctl ${nodes[family]}.redirect=0`, sentences.mergedRemark));
  return lines;
}

function interfaceLines(found: Conclusions, face: FoundInterface): string[] {
  const { name, chosen, link } = face;
  if (face.loopback) return [];
  const lines: string[] = [];
  const mac = chosen?.station.mac ?? null;
  if (!face.pointToPoint && mac?.length === 6) lines.push(`ifconfig ${name} ether ${formatMac(mac)}`);
  const first = face.addresses.find(address => isMapped(address.bytes));
  for (const address of face.addresses) {
    // A further IPv4 address would take the place of the first one.
    const alias = isMapped(address.bytes) && address !== first ? ' alias' : '';
    lines.push(line(`ifconfig ${name} ${ownText(address)}${alias}`, addressRemark(address)));
  }
  const named = face.addresses.some(address => !isMapped(address.bytes));
  if (!named && carriesIpv6(found, face)) {
    if (link !== null) lines.push(remark(sentences.noAddresses(name)));
    const address = !face.pointToPoint && mac?.length === 6 ? linkLocalOf(mac) : ANY_LINK_LOCAL;
    lines.push(line(`ifconfig ${name} inet6 ${formatIpv6(address)}/64`, sentences.someAddress));
  } else if (face.addresses.length === 0) {
    if (link !== null) lines.push(remark(sentences.noAddresses(name)));
    lines.push(`ifconfig ${name} up`);
  }
  if (face.mtu !== null) lines.push(line(`ifconfig ${name} mtu ${face.mtu.value}`, mtuRemark(face.mtu)));
  if (face.quiet) lines.push(line(`ndp -i ${name} -nud`, sentences.quiet));
  return lines;
}

/** True when IPv6 packets come by an interface, or leave by it. */
function carriesIpv6({ empty, routes }: Conclusions, face: FoundInterface): boolean {
  if (face.link === null) return routes.inet6.ways.some(way => way.face === face);
  return empty || face.link.packets.inet6 > 0;
}

function ownText({ bytes, length }: OwnAddress): string {
  return `${isMapped(bytes) ? 'inet' : 'inet6'} ${prefixText(bytes, length)}`;
}

const routeLines = (found: Conclusions): string[] =>
  families.flatMap(family => familyRouteLines(family, found.routes[family]));

function familyRouteLines(family: Family, { ways, rejected, denied }: FoundRoutes): string[] {
  const lines: string[] = [];
  for (const way of ways) {
    if (way.isDefault)
      lines.push(line(`route add -${family} default ${gatewayText(way)}`, wayRemark(way, way.seen)));
    lines.push(...networkLines(way));
  }
  const loopback = family === 'inet6' ? '::1' : '127.0.0.1';
  for (const refused of rejected) {
    const destination = prefixText(refused.address, 128);
    lines.push(line(`route add -${family} ${destination} ${loopback} -reject`, refusedRemark(refused)));
  }
  for (const refused of denied) {
    const packets = `${family === 'inet6' ? 'ip6' : 'ip4'} from any to ${addressText(refused.address)} in`;
    lines.push(line(`ipfw add ${denial(family, refused)} ${packets}`, refusedRemark(refused)));
  }
  return lines;
}

/** What a rule does with a packet that was refused: it answers as was answered. */
function denial(family: Family, { error }: Refused): string {
  if (error === null) return 'deny';
  return family === 'inet6' ? 'unreach6 admin-prohib' : `unreach ${error.code}`;
}

function networkLines(way: Way): string[] {
  // The default route covers its whole networks, but not single hosts in those of another way.
  const networks = [...way.networks.values()].filter(network => !way.isDefault || network.hosts.length === 0);
  return networks.map(({ bytes, length, seen }) =>
    line(`route add -${way.family} ${prefixText(bytes, length)} ${gatewayText(way)}`, wayRemark(way, seen)),
  );
}

function neighborLines({ neighbors }: Conclusions): string[] {
  return neighbors.map(known => {
    const zone = isLinkLocal(known.address) ? `%${known.face.name}` : '';
    const program = isMapped(known.address) ? 'arp' : 'ndp';
    const command = `${program} -s ${addressText(known.address)}${zone} ${formatMac(known.station.mac)}`;
    return line(command, neighborRemark(known));
  });
}

/** What could not be concluded. */
function openLines(found: Conclusions): string[] {
  const lines: string[] = [];
  for (const family of found.families) {
    const { ways, unrouted } = found.routes[family];
    for (const refused of unrouted.slice(0, UNROUTED_MAX)) lines.push(unroutedSentence(refused));
    if (!ways.some(way => way.isDefault)) lines.push(sentences.noDefault(family));
  }
  for (const name of found.idle.slice(0, IDLE_MAX)) lines.push(sentences.idle(name));
  if (found.oneForAll) lines.push(sentences.oneForAll);
  for (const { link, name } of found.faces) if (link?.tagged) lines.push(taggedSentence(name, link.tagged));
  if (found.neighborsLeft > 0) lines.push(sentences.neighborsLeft(found.neighborsLeft));
  if (found.refused > 0) lines.push(sentences.refused(found.refused));
  lines.push(sentences.never);
  return lines.map(remark);
}

function replayLines(found: Conclusions, name: string): string[] {
  const problem =
    captureNameProblem(name) ?? (/[\r\n]/.test(name) ? { message: 'it has a line break.' } : null);
  const faces = found.faces.filter(face => face.link !== null);
  const command = `replay ${quote(name.replace(/[\r\n]+/g, ' '), true)}${placement(found, faces)}`;
  if (found.unreadable.length > 0) {
    return [remark(sentences.cannotArrive(found.unreadable[0].linkType)), remark(command)];
  }
  if (problem !== null) return [remark(sentences.badName(problem.message)), remark(command)];
  return [command];
}

/** Which interface each of the capture's is. */
function placement({ oneForAll }: Conclusions, faces: readonly FoundInterface[]): string {
  if (faces.length === 0) return '';
  if (faces.length === 1 && (oneForAll || faces[0].link?.name === '')) return ` on ${faces[0].name}`;
  const renamed = faces.filter(face => face.link?.name !== face.name);
  if (renamed.length === 0) return faces.length === 1 ? ` on ${faces[0].name}` : '';
  const pairs = renamed.map(face => `${mapName(face.link?.name ?? '')} = ${face.name}`);
  return ` (${pairs.join(', ')})`;
}

const mapName = (name: string): string => quote(name, /[(),=]/.test(name));
