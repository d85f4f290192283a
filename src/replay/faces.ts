/**
 * The interfaces that the frames of a capture were captured on, as far as the capture tells them apart: those
 * it describes, and behind each PKTAP interface those that the headers of its frames name.
 */
import { type Capture, FrameCursor } from '../capture';
import { isPktap } from '../wire/linktype';
import { pktapInterface } from './frame';

/**
 * Names in PKTAP headers told apart; frames that name others stay with the interface that the capture
 * describes.
 */
const NAMES_MAX = 1024;
const NONE = 0xffff;

export interface Face {
  /** Empty when the capture gives no name. */
  readonly name: string;
  readonly linkType: number;
  /** True when a frame is of it. */
  used: boolean;
}

export interface Faces {
  readonly all: readonly Face[];
  /**
   * For each frame its place in `all`, 65535 for none; null when it is the capture's own number of the
   * interface.
   */
  readonly of: Uint16Array | null;
}

/** Looks at all frames of a capture that is indexed whole. */
export function facesOf(capture: Capture): Faces {
  const all = capture.interfaces.map(({ name, linkType }): Face => ({ name, linkType, used: false }));
  if (all.some(face => isPktap(face.linkType))) return pktapFaces(capture, all);
  if (all.length === 1) all[0].used = capture.frames > 0;
  else {
    for (let i = 0; i < capture.frames; i++) {
      const id = capture.interfaceOf(i);
      if (id >= 0) all[id].used = true;
    }
  }
  return { all, of: null };
}

/** Place in `faces.all` of frame `i`, -1 for none. */
export function faceOf(faces: Faces, capture: Capture, i: number): number {
  if (faces.of === null) return capture.interfaceOf(i);
  return faces.of[i] === NONE ? -1 : faces.of[i];
}

function pktapFaces(capture: Capture, all: Face[]): Faces {
  const of = new Uint16Array(capture.frames);
  const finder = new FaceFinder(all);
  const cursor = new FrameCursor(capture);
  while (cursor.next()) {
    const id = finder.find(cursor.interfaceId, cursor.data, cursor.off, cursor.len);
    if (id >= 0) all[id].used = true;
    of[cursor.i] = id < 0 ? NONE : id;
  }
  return { all, of };
}

/**
 * Finds the face of one frame after the other; faces that PKTAP headers name are added to `all` as they come.
 */
export class FaceFinder {
  private readonly named = new Map<string, number>();
  private readonly pktap: readonly boolean[];

  /** @param all the interfaces that the capture describes */
  constructor(readonly all: Face[]) {
    this.pktap = all.map(face => isPktap(face.linkType));
  }

  /** Place in `all` of a frame of the capture's interface `id`; -1 for a frame of none. */
  find(id: number, data: Uint8Array, off: number, len: number): number {
    if (id < 0 || !this.pktap[id]) return id;
    const { all, named } = this;
    const name = pktapInterface(data, off, len);
    const known = named.get(name);
    if (known !== undefined) return known;
    if (name === '' || named.size >= NAMES_MAX || all.length >= NONE) return id;
    const { linkType } = all[id];
    const face = all.push({ name, linkType, used: false }) - 1;
    named.set(name, face);
    return face;
  }
}
