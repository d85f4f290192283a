/** Words of the headers of IPsec. */
import { AH } from '../ah';
import { ESP } from '../esp';
import { expectNextHeader } from './ipv6';
import { hexText } from './numbers';
import { FOLLOWS } from './row';
import type { Words } from './words';

const authenticationWords: Words = {
  protocol: AH.self,
  fields: [AH.spi, AH.nextHeader],
  begin: row => row.begin('AH'),
  say: (row, layer) => {
    const spi = layer.value(AH.spi);
    if (spi < 0) return;
    row.info = `AH (SPI=0x${hexText(spi, 8)})`;
    if (row.chain === 6) {
      expectNextHeader(row, layer, layer.value(AH.nextHeader));
      return;
    }
    // In an IPv4 packet, nothing is said of what follows and is not known, and what follows does not tell the
    // TTL.
    row.expect(FOLLOWS.silently, 0, true);
    row.ttl = -1;
  },
};

const encryptionWords: Words = {
  protocol: ESP.self,
  fields: [ESP.spi, ESP.sequence],
  begin: row => row.begin('ESP'),
  say: (row, layer) => {
    if (layer.has(ESP.sequence)) row.info = `ESP (SPI=0x${hexText(layer.value(ESP.spi), 8)})`;
  },
};

export const SECURITY_WORDS: readonly Words[] = [authenticationWords, encryptionWords];
