/** The text of a `.stack` file that says what was concluded, and from which frames. */
import { captureNameProblem, quote } from '../../config';
import { formatIpv4, formatIpv6, formatMac } from '../../wire/address';
import type { Conclusions } from './conclude';
import { linkLocalOf } from './gateways';
import { isLinkLocal, isMapped } from './kinds';
import type { FoundInterface, OwnAddress } from './picture';
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
    ...found.faces.map(interfaceLines),
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

function kernelLines({ forwards, merged, faces }: Conclusions): string[] {
  const lines: string[] = [];
  if (forwards !== null) {
    lines.push(line('sysctl net.inet6.ip6.forwarding=1', `${framesText(forwards)}: ${sentences.forwards}`));
  } else if (faces.length > 0) lines.push(remark(sentences.noForwarding));
  if (merged)
    lines.push(remark(sentences.merged), line('sysctl net.inet6.ip6.redirect=0', sentences.mergedRemark));
  return lines;
}

function interfaceLines(face: FoundInterface): string[] {
  const { name, chosen, link } = face;
  if (face.loopback) return [];
  const lines: string[] = [];
  const mac = chosen?.station.mac ?? null;
  if (!face.pointToPoint && mac?.length === 6) lines.push(`ifconfig ${name} ether ${formatMac(mac)}`);
  for (const address of face.addresses)
    lines.push(line(`ifconfig ${name} ${addressText(address)}`, addressRemark(address)));
  if (!face.addresses.some(address => !isMapped(address.bytes))) {
    if (link !== null) lines.push(remark(sentences.noAddresses(name)));
    const address = !face.pointToPoint && mac?.length === 6 ? linkLocalOf(mac) : ANY_LINK_LOCAL;
    lines.push(line(`ifconfig ${name} inet6 ${formatIpv6(address)}/64`, sentences.someAddress));
  }
  if (face.mtu !== null) lines.push(line(`ifconfig ${name} mtu ${face.mtu.value}`, mtuRemark(face.mtu)));
  if (face.quiet) lines.push(line(`ndp -i ${name} -nud`, sentences.quiet));
  return lines;
}

function addressText({ bytes, length }: OwnAddress): string {
  if (isMapped(bytes)) return `inet ${formatIpv4(bytes, 12)}/${length - 96}`;
  return `inet6 ${formatIpv6(bytes)}/${length}`;
}

function routeLines({ routes }: Conclusions): string[] {
  const lines: string[] = [];
  for (const way of routes.ways) {
    if (way.isDefault)
      lines.push(line(`route add -inet6 default ${gatewayText(way)}`, wayRemark(way, way.seen)));
    lines.push(...networkLines(way));
  }
  for (const refused of routes.rejected) {
    lines.push(
      line(`route add -inet6 ${formatIpv6(refused.address)}/128 ::1 -reject`, refusedRemark(refused)),
    );
  }
  for (const refused of routes.denied) {
    lines.push(
      line(`ipfw add deny ip6 from any to ${formatIpv6(refused.address)} in`, refusedRemark(refused)),
    );
  }
  return lines;
}

function networkLines(way: Way): string[] {
  // The default route covers its whole networks, but not single hosts in those of another way.
  const networks = [...way.networks.values()].filter(network => !way.isDefault || network.hosts.length === 0);
  return networks.map(({ bytes, length, seen }) =>
    line(`route add -inet6 ${formatIpv6(bytes)}/${length} ${gatewayText(way)}`, wayRemark(way, seen)),
  );
}

function neighborLines({ neighbors }: Conclusions): string[] {
  return neighbors.map(known => {
    const zone = isLinkLocal(known.address) ? `%${known.face.name}` : '';
    const command = `ndp -s ${formatIpv6(known.address)}${zone} ${formatMac(known.station.mac)}`;
    return line(command, neighborRemark(known));
  });
}

/** What could not be concluded. */
function openLines(found: Conclusions): string[] {
  const lines: string[] = [];
  for (const refused of found.routes.unrouted.slice(0, UNROUTED_MAX)) lines.push(unroutedSentence(refused));
  if (!found.routes.ways.some(way => way.isDefault)) lines.push(sentences.noDefault);
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
