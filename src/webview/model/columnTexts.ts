/** The texts of a frame's columns. */

import { isArp, networkOffset } from '../../replay/frame';
import { summarize } from '../../replay/message';

export interface ColumnTexts {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
}

/** Source, destination, protocol and info of a frame from its bytes. Never throws: what is cut off is left out. */
export function columnTexts(linkType: number, bytes: Uint8Array): ColumnTexts {
  const at = networkOffset(linkType, bytes, 0, bytes.length);
  if (at < 0) {
    const arp = isArp(linkType, bytes, 0, bytes.length);
    return { source: '', destination: '', protocol: arp ? 'ARP' : '', info: '' };
  }
  const { source, destination, info } = summarize(bytes.subarray(at));
  return { source, destination, protocol: info.split(' ')[0], info };
}
