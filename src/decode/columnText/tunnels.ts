/** Words of GRE and EtherIP. */
import { ETHERIP } from '../etherip';
import { GRE } from '../gre/fields';
import { hexText } from './numbers';
import { FOLLOWS } from './row';
import type { Words } from './words';

const greWords: Words = {
  protocol: GRE.self,
  fields: [GRE.proto],
  say: (row, layer) => {
    const type = layer.value(GRE.proto);
    const name = layer.name(GRE.proto) ?? `0x${hexText(type, 4).toUpperCase()} (unknown)`;
    row.begin('GRE', `Encapsulated ${name}`);
    row.expect(FOLLOWS.silently, type, true);
  },
};

const etheripWords: Words = {
  protocol: ETHERIP.self,
  fields: [],
  begin: row => {
    row.protocol = 'ETHERIP';
  },
  say: row => row.expect(FOLLOWS.silently, 0, true),
};

export const TUNNEL_WORDS: readonly Words[] = [greWords, etheripWords];
