/** Words of the headers of IPsec. */
import { AH } from '../ah';
import { ESP } from '../esp';
import { expectNextHeader } from './ipv6';
import { hexText } from './numbers';
import type { Words } from './words';

const authenticationWords: Words = {
  protocol: AH.self,
  fields: [AH.spi, AH.nextHeader],
  begin: row => row.begin('AH'),
  say: (row, layer) => {
    const spi = layer.value(AH.spi);
    if (spi < 0) return;
    if (row.chain === 4) row.ttl = -1;
    row.info = `AH (SPI=0x${hexText(spi, 8)})`;
    expectNextHeader(row, layer, layer.value(AH.nextHeader));
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
