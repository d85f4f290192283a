/** Words of UDP. */
import { UDP_HDRLEN } from '../../wire/udp';
import { CHECKSUM_BAD, CHECKSUM_ILLEGAL } from '../names/checksums';
import { UDP } from '../udp';
import type { Layer } from './layer';
import type { Row } from './row';
import type { Words } from './words';

function say(row: Row, layer: Layer): void {
  row.begin('UDP', `${layer.value(UDP.srcport)} → ${layer.value(UDP.dstport)}`);
  const stated = layer.value(UDP.length);
  if (stated < 0) return;
  const isJumbo = stated === 0 && row.chain === 6;
  if (stated < UDP_HDRLEN && !isJumbo) {
    row.append(` [BAD UDP LENGTH ${stated} < ${UDP_HDRLEN}]`);
    return;
  }
  if (layer.has(UDP.lengthBad)) row.append(` [BAD UDP LENGTH ${stated} > IP PAYLOAD LENGTH]`);
  const length = isJumbo ? layer.d.reach[layer.entry] - layer.at : stated;
  row.append(` Len=${length - UDP_HDRLEN}`);
  if (isJumbo) row.append(' [Jumbogram]');
  const status = layer.value(UDP.checksumStatus);
  if (status === CHECKSUM_ILLEGAL) row.append(' [ILLEGAL CHECKSUM (0)]');
  else if (status === CHECKSUM_BAD) row.append(' [UDP CHECKSUM INCORRECT]');
}

export const UDP_WORDS: Words = {
  protocol: UDP.self,
  fields: [UDP.srcport, UDP.dstport, UDP.length, UDP.lengthBad, UDP.checksumStatus],
  say,
};
