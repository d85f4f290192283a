/** One row in detail: its packet in several versions with their fields, and its trace. */

/** A version of the packet that Bytes has a tab for. */
export interface Version {
  /** `in`: as it was captured; `now`: as it is at the step; `out:0`…: what was sent, in order. */
  readonly id: 'in' | 'now' | `out:${number}`;
  /** `In`, `Now`, `Out 1 (ICMPv6 error)`. */
  readonly title: string;
}

/** A stretch of bytes. */
export interface ByteSpan {
  readonly offset: number;
  readonly length: number;
}

/**
 * A step that has to do with bytes, and where these are in `now` once it has done what it does; in other
 * versions they stay.
 */
export interface BytesStep {
  readonly step: number;
  readonly span: ByteSpan;
}

/** Bytes that a step changed, by their offset in the version that is shown. */
export interface ByteEdit {
  readonly offset: number;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** True when the step asked for changed them, false for a step before it. */
  readonly now: boolean;
  /** Index of the step that did. */
  readonly step: number;
}

/** A line of the field tree, in the tree's order. */
export interface FieldLine {
  readonly depth: number;
  /** Filter name: `ipv6.hlim`. */
  readonly name: string;
  readonly label: string;
  /** Text of the value, empty where there is none. */
  readonly value: string;
  /** Beside the value: `was 64`, `zone 1 embedded`, `bad, should be 0xf99a`. */
  readonly note: string;
  /** True when `note` says what is wrong with the value. */
  readonly bad: boolean;
  /** Not on the wire: worked out by the decoder. */
  readonly generated: boolean;
  /** The field's bytes in `bytes`; length 0 when it has none there (a reassembled datagram's). */
  readonly span: ByteSpan;
  /** True when lines of greater depth follow. */
  readonly branch: boolean;
  /** A display filter that selects packets with this value; empty when there is none. */
  readonly filter: string;
}

/** One version of a packet. */
export interface PacketBytes {
  readonly bytes: Uint8Array;
  /** Bytes that the packet has beyond `bytes`, which is clipped to 256 KB. */
  readonly clipped: number;
  /** Where its network header begins; the bytes before are the link's. */
  readonly network: number;
  readonly edits: readonly ByteEdit[];
  readonly fields: readonly FieldLine[];
}

/** A place in a text that a step leads to. */
export interface PlaceLink {
  /** `engine`, `stack`, `kernel`. */
  readonly target: 'engine' | 'stack' | 'kernel';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** As it is shown: `engine:141`, `router.stack:17`, `ip6_forward.c:166`. */
  readonly label: string;
}

/** What a step's glyph says. */
export type StepGlyph = 'passed' | 'changed' | 'dropped' | 'sent' | 'settled' | 'panic';

/** A function entered, or a decision taken. */
export interface TraceStep {
  /** Index among the event's steps: what `goto 417.3` calls 3 is 2 here. */
  readonly step: number;
  readonly kind: 'enter' | 'decision';
  readonly function: string;
  /** 1 for the outermost function. */
  readonly depth: number;
  /** Decision id and outcome; empty for `enter`. */
  readonly id: string;
  readonly outcome: string;
  readonly question: string;
  readonly answer: string;
  /** Values looked at, or beside a function what it got: `inzone 1 em0, outzone 2 em1`. */
  readonly values: string;
  readonly glyph: StepGlyph;
  /** Changed nothing, and fell so for every packet of the capture: folded with its neighbours. */
  readonly routine: boolean;
  readonly links: readonly PlaceLink[];
  /** Bytes read and changed, by their offset in `now`. */
  readonly reads: readonly ByteSpan[];
  readonly changes: readonly ByteSpan[];
  /** Index of the version `out:N` that it sent, -1 for none. */
  readonly sent: number;
}

/** Everything about one row. */
export interface PacketTrace {
  readonly revision: number;
  readonly row: number;
  /** `Packet 417`, `Timer`, `ifconfig em1 down`. */
  readonly title: string;
  /** From 1; 0 for a row that is no frame. */
  readonly frame: number;
  /** Number of its event among those that are no frames, from 1; 0 for a frame. */
  readonly event: number;
  readonly steps: readonly TraceStep[];
  readonly versions: readonly Version[];
  /** Number of the verdict in `verdicts` of the stack. */
  readonly verdict: number;
  /** `Dropped: the hop limit is 1, …`; empty when the frame was not run. */
  readonly sentence: string;
  /** Index of the step that settled the verdict, -1 for none. */
  readonly settled: number;
  /**
   * Why the frame has no trace: it was sent by the machine itself, or has not arrived yet; empty when it has
   * one.
   */
  readonly absent: string;
  /** True when the replay has not come to the frame yet. */
  readonly waiting: boolean;
}
