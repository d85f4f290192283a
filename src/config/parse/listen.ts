/** `listen udp PORT…|none`: the ports on which programs of the machine would listen. */
import type { ListenCommand } from '../nodes';
import type { Ranged } from '../text';
import { readNumber } from '../values';
import { shown, type Words } from '../words';

/** Words of `listen`, for suggestions. */
export const listenWords = ['udp', 'none'];

export function parseListen(words: Words): ListenCommand | null {
  const range = { from: words.statement.from, to: words.statement.to };
  const protocol = words.need('udp');
  if (protocol === null) return null;
  if (protocol.text !== 'udp') {
    words.unknown(protocol, `listen has no protocol \`${shown(protocol.text)}\`.`, ['udp']);
    return null;
  }
  const ports: Ranged<number>[] = [];
  const first = words.need('a port such as 53, or none');
  if (first === null) return null;
  if (first.text !== 'none') {
    for (let token: typeof first | null = first; token !== null; token = words.next()) {
      const port = readNumber(words, token, 'a port', 1, 65535);
      if (port === null) return null;
      ports.push(port);
    }
  }
  words.end();
  return { kind: 'listen', ...range, origin: words.origin(range), ports };
}
