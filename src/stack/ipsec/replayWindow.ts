/**
 * The window that keeps packets from being accepted twice (ipsec_chkreplay, ipsec_updatereplay in
 * netinet6/ipsec.c; RFC 4303 3.4.3).
 */
import type { Decision, Operands } from '../trace';
import { describeSa, type Secasvar } from './secasvar';

/** `off`: nothing is checked. `zero`, `old` and `seen` are refused. */
type ReplayCheck = 'off' | 'new' | 'in-window' | 'zero' | 'old' | 'seen';

/** How a sequence number stands to the window; changes nothing. Asked before the packet is authenticated. */
export function ipsec_chkreplay(sav: Secasvar, seq: number): ReplayCheck {
  if (sav.wsize === 0) return 'off';
  // Numbers begin at 1.
  if (seq === 0) return 'zero';
  if (sav.count === 0 || seq > sav.lastseq) return 'new';
  const behind = sav.lastseq - seq;
  if (behind >= 8 * sav.wsize) return 'old';
  return isSeen(sav, behind) ? 'seen' : 'in-window';
}

/**
 * Notes a sequence number that was found good and authentic; false when the association takes no further
 * packet.
 */
export function ipsec_updatereplay(sav: Secasvar, seq: number): boolean {
  if (sav.wsize > 0) note(sav, seq);
  if (sav.count >= 0xffffffff) {
    if (!sav.cyclic) return false;
    sav.count = 0;
  }
  sav.count++;
  return true;
}

function note(sav: Secasvar, seq: number): void {
  if (sav.count > 0 && seq <= sav.lastseq) {
    setSeen(sav, sav.lastseq - seq);
    return;
  }
  shift(sav.bitmap, sav.count === 0 ? 8 * sav.wsize : seq - sav.lastseq);
  sav.lastseq = seq;
  setSeen(sav, 0);
}

function isSeen({ bitmap }: Secasvar, behind: number): boolean {
  return (bitmap[bitmap.length - 1 - (behind >> 3)] & (1 << (behind & 7))) !== 0;
}

function setSeen({ bitmap }: Secasvar, behind: number): void {
  bitmap[bitmap.length - 1 - (behind >> 3)] |= 1 << (behind & 7);
}

/** Moves all bits up; what passes the first byte is forgotten (vshiftl). */
function shift(bitmap: Uint8Array, by: number): void {
  const bytes = Math.floor(by / 8);
  const bits = by % 8;
  for (let i = 0; i < bitmap.length; i++) {
    const high = bitmap[i + bytes] ?? 0;
    const low = bitmap[i + bytes + 1] ?? 0;
    bitmap[i] = (high << bits) | (low >> (8 - bits));
  }
}

/** The decision of ESP or of AH, with the outcome numbers of every answer of the window. */
type Replay = Decision<ReplayCheck>;

/** The outcome number of a check. */
export function replayOutcome(point: Replay, check: ReplayCheck): number {
  return check === 'in-window' ? point.inWindow : point[check];
}

/** True when the outcome lets the packet on. */
export function isFreshOutcome(point: Replay, outcome: number): boolean {
  return outcome !== point.zero && outcome !== point.old && outcome !== point.seen;
}

/**
 * What the decision looked at; `offset` is where the packet has its sequence number. Recording build only.
 */
export function replayOperands(sav: Secasvar, seq: number, offset: number): Operands {
  return {
    seq: { value: seq, at: { offset, length: 4 } },
    lastseq: sav.lastseq,
    window: 8 * sav.wsize,
    sa: { value: describeSa(sav), origin: sav.origin },
  };
}
