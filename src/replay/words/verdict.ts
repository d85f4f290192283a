/**
 * The sentence about an event: the verdict, a colon, the reason with its two numbers or names, then what was
 * sent and to whom. Reasons come from the decisions (`OutcomeWords`).
 */
import type { Step } from '../../stack/recorder';
import type { Verdict } from '../../stack/trace';
import { IP_TTL } from '../../wire/ipv4';
import { IP6_HLIM } from '../../wire/ipv6';
import { wholePackets } from '../fragments';
import { isIpv6 } from '../message';
import { isIpv4 } from '../message4';
import type { Output } from '../output';
import { outcomeWords } from './answers';
import { inParts, nextHop, sentSentences } from './sent';
import { fill, type ZoneName } from './values';

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
  /**
   * The step that answered the settled one, where that only passes an error number on; null or left out for
   * none.
   */
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
