/** Packets that left in fragments: which of what was sent are parts of one packet. */
import { equalBytes } from '../wire/bytes';
import { IP_HDRLEN, IP_SRC } from '../wire/ipv4';
import { IP6_HDRLEN, IP6_SRC } from '../wire/ipv6';
import { isIpv6, upperLayer } from './message';
import { isIpv4, isLaterFragment } from './message4';
import type { Output } from './output';

/** What was sent of one packet. */
interface Whole {
  readonly first: Output;
  /** How many packets it left as. */
  parts: number;
}

/** Outputs in their order, later fragments counted with what they follow. */
export function wholePackets(outputs: readonly Output[]): Whole[] {
  const wholes: Whole[] = [];
  for (const output of outputs) {
    const before = wholes.at(-1);
    if (before !== undefined && continues(before.first, output)) before.parts++;
    else wholes.push({ first: output, parts: 1 });
  }
  return wholes;
}

/** True for a later fragment that went where a packet went, by the same addresses. */
function continues(first: Output, { bytes, kind, interface: on }: Output): boolean {
  if (first.kind !== kind || first.interface !== on) return false;
  if (isIpv4(bytes) && isIpv4(first.bytes)) {
    return isLaterFragment(bytes) && equalBytes(first.bytes, IP_SRC, bytes, IP_SRC, IP_HDRLEN - IP_SRC);
  }
  if (!isIpv6(bytes) || !isIpv6(first.bytes)) return false;
  return (
    upperLayer(bytes).laterFragment && equalBytes(first.bytes, IP6_SRC, bytes, IP6_SRC, IP6_HDRLEN - IP6_SRC)
  );
}
