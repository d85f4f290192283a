/** Policies: `spdadd` and `spddelete` (FreeBSD setkey(8)). */
import type { Token } from '../lexer';
import type { PolicyLevel, PolicyRange, PolicyRequest, SpdCommand, UpperProtocol } from '../nodes';
import { protocolNames, protocolNumber } from '../protocols';
import type { Ranged } from '../text';
import { at, readAddress, readNumber, readPrefix, widest } from '../values';
import { shown, type Words } from '../words';

export function parsePolicy(words: Words, kind: 'spdadd' | 'spddelete'): SpdCommand | null {
  takeHints(words);
  const src = readRange(words, 'the source: an address, ADDR/LEN or ADDR/LEN[PORT]');
  if (src === 'missing') return null;
  const dst = readRange(words, 'the destination: an address, ADDR/LEN or ADDR/LEN[PORT]');
  if (dst === 'missing') return null;
  if (src !== null && dst !== null && src.value.family !== dst.value.family) {
    words.report('wrong-family', dst, 'Source and destination are of two families.', {
      expected: src.value.family === 'inet6' ? 'an IPv6 address or prefix' : 'an IPv4 address or prefix',
    });
  }
  const upper = readUpper(words);
  if (upper === 'missing') return null;
  const option = words.need('-P in or -P out');
  if (option === null) return null;
  if (option.text !== '-P') {
    words.report('bad-value', option, `\`${shown(option.text)}\` does not begin a policy.`, {
      expected: '-P in or -P out',
    });
    return null;
  }
  const direction = words.need('in or out');
  if (direction === null) return null;
  if (direction.text !== 'in' && direction.text !== 'out') {
    words.report('bad-value', direction, `\`${shown(direction.text)}\` is no direction of a policy.`, {
      expected: 'in or out',
    });
    return null;
  }
  const rest = kind === 'spdadd' ? readPolicy(words) : { policy: null, requests: [] };
  words.end();
  if (src === null || dst === null || upper === null || rest === null) return null;
  const range = { from: words.statement.from, to: words.statement.to };
  return { kind, ...range, origin: words.origin(range), src, dst, upper, direction: direction.text, ...rest };
}

/** `-4`, `-6` and `-n` only help to look up names, of which there are none here. */
export function takeHints(words: Words): void {
  while (words.take('-4', '-6', '-n', '-46n', '-4n', '-6n') !== null);
}

function readRange(words: Words, expected: string): Ranged<PolicyRange> | null | 'missing' {
  const token = words.need(expected);
  if (token === null) return 'missing';
  const bracket = token.text.indexOf('[');
  let port = 0;
  let head = token;
  if (bracket >= 0) {
    head = { ...token, text: token.text.slice(0, bracket), to: token.from + bracket };
    const inside = {
      ...token,
      text: token.text.slice(bracket + 1).replace(/\]$/, ''),
      from: token.from + bracket + 1,
    };
    if (!token.text.endsWith(']')) {
      words.report('bad-value', { from: head.to, to: token.to }, 'The bracket is not closed.', {
        expected: '[PORT] or [any]',
      });
      return null;
    }
    inside.to = token.to - 1;
    const number = inside.text === 'any' ? { value: 0 } : readNumber(words, inside, 'a port', 0, 65535);
    if (number === null) return null;
    port = number.value;
  }
  const read = readPrefix(words, head, 'any', 'allowed');
  if (read === null) return null;
  const address = read.address.value;
  const prefixlen = read.prefixlen?.value ?? widest(address);
  return at(token, { ...address, prefixlen, port });
}

function readUpper(words: Words): Ranged<UpperProtocol> | null | 'missing' {
  const token = words.need('an upper-layer protocol: any, icmp6, tcp, udp, or a number');
  if (token === null) return 'missing';
  const number = token.text === 'any' ? 255 : token.text === 'ip4' ? 4 : protocolNumber(token.text);
  if (number === null) {
    words.unknown(
      token,
      `\`${shown(token.text)}\` is no protocol.`,
      ['any', 'ip4', ...protocolNames],
      'any, a name such as icmp6, or a number from 0 to 255',
    );
    return null;
  }
  const next = words.peek();
  const codes = number === 58 && next !== null ? /^(\d{1,3}),(\d{1,3})$/.exec(next.text) : null;
  if (codes === null) return at(token, { protocol: number, type: 0, code: 0 });
  const detail = words.next()!;
  const [type, code] = [Number(codes[1]), Number(codes[2])];
  if (type > 255 || code > 255) {
    words.report('out-of-range', detail, 'ICMPv6 types and codes end at 255.', {
      expected: 'TYPE,CODE, 0 for any',
    });
    return null;
  }
  return at({ from: token.from, to: detail.to }, { protocol: number, type, code });
}

function readPolicy(words: Words): Pick<SpdCommand, 'policy' | 'requests'> | null {
  const token = words.need('discard, none or ipsec');
  if (token === null) return null;
  if (token.text === 'discard' || token.text === 'none') return { policy: token.text, requests: [] };
  if (token.text !== 'ipsec') {
    if (token.text === 'entrust' || token.text === 'bypass') {
      words.report('bad-value', token, `\`${token.text}\` is a policy of sockets only.`, {
        expected: 'discard, none or ipsec',
      });
    } else words.unknown(token, `\`${shown(token.text)}\` is no policy.`, ['discard', 'none', 'ipsec']);
    return null;
  }
  const requests: Ranged<PolicyRequest>[] = [];
  let wrong = false;
  for (let request = words.next(); request !== null; request = words.next()) {
    const read = readRequest(words, request);
    if (read === null) wrong = true;
    else requests.push(at(request, read));
  }
  return wrong ? null : { policy: 'ipsec', requests };
}

const levels: readonly PolicyLevel[] = ['default', 'use', 'require', 'unique'];

/** `PROTO/MODE/[SRC-DST]/LEVEL` */
function readRequest(words: Words, token: Token): PolicyRequest | null {
  const parts = token.text.split('/');
  if (parts.length !== 4 || token.quoted) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is no transform.`, {
      expected: 'PROTO/MODE/SRC-DST/LEVEL, such as esp/tunnel/2001:db8::1-2001:db8::2/require',
    });
    return null;
  }
  const starts = parts.map((_, i) => token.from + parts.slice(0, i).join('/').length + (i > 0 ? 1 : 0));
  const part = (i: number): Token => ({
    ...token,
    text: parts[i],
    from: starts[i],
    to: starts[i] + parts[i].length,
  });
  const [protocol, mode, , level] = parts;
  if (protocol !== 'esp' && protocol !== 'ah' && protocol !== 'ipcomp') {
    words.unknown(part(0), `\`${shown(protocol)}\` is no protocol of IPsec.`, ['esp', 'ah', 'ipcomp']);
    return null;
  }
  if (mode !== 'tunnel' && mode !== 'transport') {
    words.unknown(part(1), `\`${shown(mode)}\` is no mode.`, ['tunnel', 'transport']);
    return null;
  }
  const [name, id] = level.split(':', 2);
  if (!(levels as readonly string[]).includes(name) || (id !== undefined && name !== 'unique')) {
    words.unknown(
      part(3),
      `\`${shown(level)}\` is no level.`,
      levels,
      'default, use, require, unique or unique:N',
    );
    return null;
  }
  const idToken = { ...part(3), text: id ?? '', from: part(3).from + name.length + 1 };
  const reqid = id === undefined ? at(part(3), 0) : readNumber(words, idToken, 'an id', 1, 0x3fff);
  const endpoints = readEndpoints(words, part(2), mode);
  if (reqid === null || endpoints === null) return null;
  return { protocol, mode, ...endpoints, level: name as PolicyLevel, reqid: reqid.value };
}

function readEndpoints(
  words: Words,
  token: Token,
  mode: 'tunnel' | 'transport',
): Pick<PolicyRequest, 'src' | 'dst'> | null {
  if (token.text === '') {
    if (mode === 'transport') return { src: null, dst: null };
    words.report('missing-word', { from: token.from - 1, to: token.to + 1 }, 'A tunnel needs its two ends.', {
      expected: 'SRC-DST between the strokes',
    });
    return null;
  }
  const dash = token.text.indexOf('-');
  if (dash < 0) {
    words.report('bad-value', token, `\`${shown(token.text)}\` names one end only.`, {
      expected: 'SRC-DST, two addresses',
    });
    return null;
  }
  const src = readAddress(
    words,
    { ...token, text: token.text.slice(0, dash), to: token.from + dash },
    'any',
    'allowed',
  );
  const far = { ...token, text: token.text.slice(dash + 1), from: token.from + dash + 1 };
  const dst = readAddress(words, far, src?.value.family ?? 'any', 'allowed');
  return src === null || dst === null ? null : { src: src.value, dst: dst.value };
}
