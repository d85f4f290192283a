/**
 * The sentences about what became of a packet: one place for the command line, the debugger and the editor.
 *
 * A verdict sentence is the verdict, a colon, the reason with its two numbers or names, then what was sent and
 * to whom. Reasons come from the decisions (`OutcomeWords`), what was sent comes from the bytes that left.
 */
import type { OutputKind } from '../stack/net/mbuf';
import type { Step } from '../stack/recorder';
import type { Operand, Operands, OutcomeWords, Sourced, Value, Verdict } from '../stack/trace';
import { formatIpv4, formatIpv6, formatMac } from '../wire/address';
import { ARP_TPA } from '../wire/arp';
import { get16 } from '../wire/bytes';
import { IP_DST, IP_TTL } from '../wire/ipv4';
import { IP6_DST, IP6_HLIM } from '../wire/ipv6';
import { wholePackets } from './fragments';
import { icmp6Address, icmp6Message, icmp6Type, isIpv6 } from './message';
import { arpMessage, icmpMessage, icmpRedirect, icmpType, isArp, isIpv4 } from './message4';

/** A packet that left the host during an event. */
export interface Output {
  /** Name of the interface it left by. */
  readonly interface: string;
  readonly kind: OutputKind;
  /** From the network header on. */
  readonly bytes: Uint8Array;
  /** The link header that a frame in a bridge keeps; empty for what is given one by its link. */
  readonly link: Uint8Array;
  /** Next hop on the link, 16 or 4 bytes, or null when there is none. */
  readonly nexthop: Uint8Array | null;
  /** Number of the frame it is or answers, 0 for none. */
  readonly frame: number;
}

/** Name of the interface that a zone index stands for, or null. */
export type ZoneName = (zone: number) => string | null;

/** All that a verdict sentence is made from. */
export interface Happened {
  readonly verdict: Verdict;
  /** The decision step that settled the verdict, null when none did. */
  readonly settled: Pick<Step, 'point' | 'outcome' | 'operands'> | null;
  /** What was sent during the event, in order. */
  readonly outputs: readonly Output[];
  /** Name of the interface the packet came in on, null for a timer or a command. */
  readonly arrivedOn: string | null;
  /** The packet as it came in, from the network header on; empty when there is none. */
  readonly packet: Uint8Array;
  /** The step that answered the settled one, where that only passes an error number on; null or left out for none. */
  readonly cause?: Happened['settled'];
  /** Why the kernel stopped, as a word of the stack; null or left out when it did not. */
  readonly panic?: string | null;
  /** What became of the packet that was taken out of this one; null or left out while nothing did. */
  readonly inner?: Pick<Happened, 'verdict' | 'settled'> | null;
  readonly zoneName: ZoneName;
}

/** What a kernel does that comes to each reason of a panic. */
const panicWords: Readonly<Record<string, string>> = {
  'divide-by-zero': 'The processor traps the division by zero, and the machine stops.',
  'null-pointer': 'The kernel follows a null pointer, and the machine stops.',
  assertion: 'An assertion of the kernel fails, and the machine stops.',
  'no-saved-list-space': 'The kernel stops the machine, for it has no list to keep the groups on.',
  'error-reply-without-packet':
    'The kernel makes an ICMPv6 error out of a packet that it kept no copy of: it follows a null pointer, and the machine stops.',
  'unhandled-address-family':
    'The kernel stops the machine, for it has no case for this family of addresses.',
  'no-association-though-required':
    'The kernel stops the machine, for it counted on an association or an error it knows.',
  'clone-registration-failed':
    'The kernel stops the machine, for the kind of interface cannot be made known.',
};

/** The verdict as the first word of a sentence. */
const verdictWords: Readonly<Record<Verdict, string>> = {
  none: 'Not settled',
  forwarded: 'Forwarded',
  delivered: 'Delivered',
  dropped: 'Dropped',
  encapsulated: 'Encapsulated',
  decapsulated: 'Decapsulated',
  diverted: 'Diverted',
  queued: 'Queued',
  consumed: 'Consumed',
  panic: 'Panic',
};

function isSourced(operand: Operand): operand is Sourced {
  return typeof operand === 'object' && operand !== null && !(operand instanceof Uint8Array);
}

/** The value of an operand without its source. */
export function operandValue(operand: Operand): Value {
  return isSourced(operand) ? operand.value : operand;
}

/** Zone that the kernel keeps in bytes 2 and 3 of link-local and interface-local addresses, 0 for none. */
function embeddedZone(address: Uint8Array): number {
  const linkLocal = address[0] === 0xfe && (address[1] & 0xc0) === 0x80;
  const multicast = address[0] === 0xff && ((address[1] & 0x0f) === 1 || (address[1] & 0x0f) === 2);
  return linkLocal || multicast ? get16(address, 2) : 0;
}

/** An address as people write it: the zone that the kernel embeds stands after `%`, by the interface's name where it has one. */
export function formatAddress(address: Uint8Array, zoneName: ZoneName, withZone = true): string {
  if (address.length === 4) return formatIpv4(address);
  if (address.length !== 16) return formatMac(address, 0, address.length);
  const zone = embeddedZone(address);
  if (zone === 0) return formatIpv6(address);
  const bare = address.slice();
  bare[2] = 0;
  bare[3] = 0;
  return withZone ? `${formatIpv6(bare)}%${zoneName(zone) ?? zone}` : formatIpv6(bare);
}

/** A value that a decision looked at, as text: addresses with their zone, `yes` and `no`, `none`. */
export function formatValue(value: Value, zoneName: ZoneName): string {
  if (value === null) return 'none';
  if (value instanceof Uint8Array) return formatAddress(value, zoneName);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? nameZones(value, zoneName, new Set()) : String(value);
}

/** A text in which the stack wrote addresses with their zone numbers; zones in `left` are left out. */
function nameZones(text: string, zoneName: ZoneName, left: ReadonlySet<string>): string {
  return text.replace(/(?<=[0-9a-f:])%(\d+)\b/g, (_, number: string) => {
    const name = zoneName(Number(number)) ?? number;
    return left.has(name) ? '' : `%${name}`;
  });
}

/**
 * Puts the operands into the `{name}` places of a text. An address loses its zone where the sentence names that
 * interface anyway.
 */
export function fill(template: string, operands: Operands, zoneName: ZoneName): string {
  const named = new Set<string>();
  for (const [, name] of template.matchAll(/\{(\w+)\}/g)) {
    const value = name in operands ? operandValue(operands[name]) : null;
    if (typeof value === 'string') named.add(value);
  }
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in operands)) return 'unknown';
    const value = operandValue(operands[name]);
    if (typeof value === 'string') return nameZones(value, zoneName, named);
    if (!(value instanceof Uint8Array)) return formatValue(value, zoneName);
    const zone = value.length === 16 ? zoneName(embeddedZone(value)) : null;
    return formatAddress(value, zoneName, zone === null || !named.has(zone));
  });
}

/** The words of a step's outcome; null for a step that is no decision. */
export function outcomeWords(step: Pick<Step, 'point' | 'outcome'>): OutcomeWords | null {
  return step.point === null ? null : (step.point.words[step.outcome - step.point.first] ?? null);
}

/** The answer to a decision's question as it fell, with its values; null for a step that is no decision. */
export function answer(
  step: Pick<Step, 'point' | 'outcome' | 'operands'>,
  zoneName: ZoneName,
): string | null {
  const words = outcomeWords(step);
  return words === null ? null : fill(words.answer, step.operands, zoneName);
}

/** The question of a step about this packet; null for a step that is no decision. */
export function question(step: Pick<Step, 'point' | 'operands'>, zoneName: ZoneName): string | null {
  return step.point === null ? null : fill(step.point.question, step.operands, zoneName);
}

/** One sentence that says that a packet was sent: `Sent ICMPv6 Time Exceeded to 2001:db8:1::66.` */
export function sentSentence(output: Output): string {
  const { bytes } = output;
  if (output.kind === 'bridged') return `Bridged the frame to ${output.interface}.`;
  if (!isIpv6(bytes)) return sentSentence4(output);
  const to = formatIpv6(bytes, IP6_DST);
  switch (output.kind) {
    case 'icmp6-error':
      return `Sent ${icmp6Message(bytes)} to ${to}.`;
    case 'redirect':
      return `Sent a Redirect to ${to}: ${icmp6Address(bytes, 8)} is a closer next hop for ${icmp6Address(bytes, 24)}.`;
    case 'router-solicitation':
      return `Sent a Router Solicitation through ${output.interface}.`;
    case 'neighbor-solicitation':
      return `Sent a Neighbor Solicitation for ${icmp6Address(bytes, 8)} through ${output.interface}.`;
    case 'neighbor-advertisement':
      return `Sent a Neighbor Advertisement for ${icmp6Address(bytes, 8)} to ${to}.`;
    case 'mld-report':
      return `Sent a Multicast Listener Report for ${to} through ${output.interface}.`;
    case 'mld-done':
      return `Sent a Multicast Listener Done to ${to} through ${output.interface}.`;
    case 'forwarded':
      return `Sent the packet on through ${output.interface} to ${nextHop(output)}.`;
    default:
      return icmp6Type(bytes) >= 0
        ? `Sent ${icmp6Message(bytes)} to ${to}.`
        : `Sent a packet to ${to} through ${output.interface}.`;
  }
}

/** Sentences of all that was sent; the fragments of one packet are told as one: `Sent ICMP Echo Reply to 192.0.2.10 in 3 fragments.` */
export function sentSentences(outputs: readonly Output[]): string[] {
  return wholePackets(outputs).map(
    ({ first, parts }) => `${sentSentence(first).slice(0, -1)}${inParts(parts)}.`,
  );
}

function inParts(parts: number): string {
  return parts > 1 ? ` in ${parts} fragments` : '';
}

/** The same of IPv4 and ARP. */
function sentSentence4(output: Output): string {
  const { bytes } = output;
  if (isArp(bytes) && output.kind === 'arp-request') {
    return `Sent an ARP request for ${formatIpv4(bytes, ARP_TPA)} through ${output.interface}.`;
  }
  if (isArp(bytes)) return `Sent an ARP reply to ${formatIpv4(bytes, ARP_TPA)}: ${arpMessage(bytes)}.`;
  if (!isIpv4(bytes)) return `Sent a packet of ${bytes.length} bytes through ${output.interface}.`;
  const to = formatIpv4(bytes, IP_DST);
  if (output.kind === 'forwarded')
    return `Sent the packet on through ${output.interface} to ${nextHop(output)}.`;
  if (output.kind === 'redirect') {
    const { gateway, destination } = icmpRedirect(bytes);
    return `Sent a Redirect to ${to}: ${gateway} is a closer next hop for ${destination}.`;
  }
  return icmpType(bytes) >= 0
    ? `Sent ${icmpMessage(bytes)} to ${to}.`
    : `Sent a packet to ${to} through ${output.interface}.`;
}

/** Next hop of a packet that left: the neighbour it was given to, or its destination. Its interface is named beside it, so no zone. */
function nextHop(output: Output): string {
  if (output.nexthop === null && isIpv4(output.bytes)) return formatIpv4(output.bytes, IP_DST);
  if (output.nexthop === null) return formatIpv6(output.bytes, IP6_DST);
  return formatAddress(output.nexthop, () => null, false);
}

/** The reason of the verdict, without verdict word and full stop; empty when no decision gave one. */
export function reason(happened: Happened): string {
  const { settled, zoneName } = happened;
  if (settled === null) return '';
  const words = outcomeWords(settled);
  if (words?.verdict === undefined) return '';
  return fill(words.verdict, settled.operands, zoneName);
}

/** What stands behind an error number, after a colon; empty where it is not known. */
function because({ cause, zoneName }: Happened): string {
  const words = cause ? outcomeWords(cause)?.verdict : undefined;
  return cause && words !== undefined ? `: ${fill(words, cause.operands, zoneName)}` : '';
}

/** The sentence about one event: what became of the packet, why, and what was sent. */
export function verdictSentence(happened: Happened): string {
  switch (happened.verdict) {
    case 'forwarded':
      return forwardedSentence(happened);
    case 'queued':
      return queuedSentence(happened);
    case 'diverted':
      return join(reasoned(happened), ...sent(happened), 'It continues when the reader writes it back.');
    case 'dropped':
      return join(reasoned(happened), ...sentOrNothing(happened));
    case 'panic':
      return join(reasoned(happened), panicWords[happened.panic ?? ''] ?? '', 'The replay ends here.');
    case 'decapsulated':
      return decapsulatedSentence(happened);
    case 'encapsulated':
      return join(reasoned(happened), outerSentence(happened), ...sent(happened));
    case 'none':
      return happened.outputs.length > 0 ? join(...sentSentences(happened.outputs)) : 'Nothing was sent.';
    default:
      return join(reasoned(happened), ...sent(happened));
  }
}

function join(...sentences: readonly string[]): string {
  return sentences.filter(sentence => sentence !== '').join(' ');
}

function reasoned(happened: Happened): string {
  const given = reason(happened);
  const why = given === '' ? '' : `${given}${happened.verdict === 'dropped' ? because(happened) : ''}`;
  const word = verdictWords[happened.verdict];
  if (why === '') return `${word}.`;
  // A reason may be several sentences: what it says next stands after its own full stop.
  return /[.?]$/.test(why) ? `${word}: ${why}` : `${word}: ${why}.`;
}

/** Sentences of what was sent besides the packet itself. */
function sent(happened: Happened): string[] {
  return sentSentences(happened.outputs.filter(output => output.kind !== 'forwarded'));
}

function sentOrNothing(happened: Happened): string[] {
  const sentences = sent(happened);
  return sentences.length > 0 ? sentences : ['Nothing was sent.'];
}

function forwardedSentence(happened: Happened): string {
  if (happened.settled?.point?.id === 'bridge_enqueue.link') return bridgedSentence(happened);
  const [whole] = wholePackets(happened.outputs.filter(output => output.kind === 'forwarded'));
  if (whole === undefined) {
    const why = reason(happened);
    // To the kernel what a blackhole takes is forwarded too.
    const end = `It went no further${because(happened)}.`;
    return join(why === '' ? 'Forwarded.' : `Forwarded ${why}.`, ...sent(happened), end);
  }
  const { first: own, parts } = whole;
  if (own.interface === happened.arrivedOn) {
    return join(`Forwarded${inParts(parts)} through ${own.interface}, where it came in.`, ...sent(happened));
  }
  return join(
    `Forwarded${inParts(parts)} through ${own.interface} to ${nextHop(own)}.`,
    hopLimitSentence(happened.packet, own.bytes),
    ...sent(happened),
  );
}

/** `Bridged to em1 and em2.`, and what else was sent: a copy may have gone into a tunnel. */
function bridgedSentence(happened: Happened): string {
  const isBridged = ({ kind }: Output) => kind === 'bridged';
  const others = happened.outputs.filter(output => !isBridged(output) && output.kind !== 'forwarded');
  const faces = happened.outputs.filter(isBridged).map(output => output.interface);
  const outer = happened.outputs.find(output => output.kind === 'forwarded');
  const tunnel =
    outer === undefined ? '' : `, and into a tunnel whose outer packet leaves through ${outer.interface}`;
  const last = faces.pop() ?? '';
  const to = faces.length === 0 ? last : `${faces.join(', ')} and ${last}`;
  return join(`Bridged to ${to}${tunnel}.`, ...sentSentences(others));
}

function hopLimitSentence(before: Uint8Array, after: Uint8Array): string {
  if (isIpv4(before) && isIpv4(after)) return timeToLiveSentence(before[IP_TTL], after[IP_TTL]);
  if (!isIpv6(before) || !isIpv6(after)) return '';
  const was = before[IP6_HLIM];
  const is = after[IP6_HLIM];
  return was === is ? `The hop limit stays ${was}.` : `The hop limit went from ${was} to ${is}.`;
}

function timeToLiveSentence(was: number, is: number): string {
  return was === is ? `The time to live stays ${was}.` : `The time to live went from ${was} to ${is}.`;
}

function queuedSentence(happened: Happened): string {
  if (happened.settled?.point?.id === 'frag6_input.complete') {
    return join(reasoned(happened), ...sent(happened), 'It waits 60 seconds at most for the rest.');
  }
  if (happened.settled?.point?.id === 'ip_reass.complete') {
    return join(reasoned(happened), ...sent(happened), 'It waits 30 seconds at most for the rest.');
  }
  // The packet that waits need not be the one that came in, nor of its family.
  const byArp = happened.settled?.point?.id.startsWith('arpresolve.') === true;
  const asks = byArp ? 'arp-request' : 'neighbor-solicitation';
  const question = byArp ? 'ARP request' : 'Neighbor Solicitation';
  const solicited = happened.outputs.some(output => output.kind === asks);
  const others = happened.outputs.filter(output => output.kind !== 'forwarded' && output.kind !== asks);
  return join(
    reasoned(happened),
    solicited
      ? `Sent ${byArp ? 'an' : 'a'} ${question}; the packet waits for the answer.`
      : `The packet waits for the answer to the ${question} already sent.`,
    ...sentSentences(others),
  );
}

/** `Decapsulated, then dropped: …`: what finally happened is what counts. */
function decapsulatedSentence(happened: Happened): string {
  const { inner } = happened;
  if (!inner) return join(reasoned(happened), ...sent(happened));
  const then = verdictSentence({
    ...happened,
    ...inner,
    packet: new Uint8Array(0),
    cause: null,
    inner: null,
  });
  return `Decapsulated, then ${then[0].toLowerCase()}${then.slice(1)}`;
}

function outerSentence(happened: Happened): string {
  const outer = happened.outputs.find(output => output.kind === 'forwarded');
  return outer === undefined ? '' : `The outer packet leaves through ${outer.interface}.`;
}
