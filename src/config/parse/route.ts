/** `route add|delete|change|flush …` (FreeBSD route(8)). */
import type { Token } from '../lexer';
import {
  type Address,
  type Prefix,
  type RouteCommand,
  type RouteFlag,
  type RouteMetric,
  routeFlags,
} from '../nodes';
import type { Ranged } from '../text';
import {
  addressOf,
  at,
  prefixOf,
  readAddress,
  readInterface,
  readNetmask,
  readNumber,
  readPrefix,
  readPrefixLength,
  widest,
} from '../values';
import { shown, type Words } from '../words';

const actions = ['add', 'delete', 'change', 'flush', 'get', 'monitor', 'show'];
const metrics: readonly RouteMetric[] = ['mtu', 'expire', 'hopcount'];
const later = ['-ifscope', '-mpath', '-priority', '-T', '-lock'];

/** Every modifier, for suggestions. */
export const routeWords: readonly string[] = [
  '-inet',
  '-inet6',
  '-net',
  '-host',
  '-interface',
  '-iface',
  '-netmask',
  '-prefixlen',
  '-ifp',
  '-ifa',
  ...routeFlags.map(flag => `-${flag}`),
  ...metrics.map(metric => `-${metric}`),
];

interface Draft {
  family: 'inet' | 'inet6';
  familyWritten: boolean;
  net: boolean | null;
  interface: boolean;
  flags: RouteFlag[];
  ifp: Ranged<string> | null;
  ifa: Ranged<Address> | null;
  metrics: { name: RouteMetric; value: Ranged<number> }[];
  prefixlen: Token | null;
  netmask: Token | null;
  plain: Token[];
}

export function parseRoute(words: Words): RouteCommand | null {
  for (let token = words.peek(); token !== null && /^-[dnqtv]+$/.test(token.text); token = words.peek())
    words.next();
  const token = words.need('add, delete, change or flush');
  if (token === null) return null;
  if (['get', 'monitor', 'show'].includes(token.text)) {
    words.report('only-prints', token, `\`route ${token.text}\` only prints.`, {
      expected: 'add, delete, change or flush',
    });
    return null;
  }
  const action = token.text === 'del' ? 'delete' : token.text;
  if (!actions.includes(action)) {
    words.unknown(
      token,
      `route has no command \`${shown(token.text)}\`.`,
      actions,
      'add, delete, change or flush',
    );
    return null;
  }
  const draft = readWords(words);
  const range = { from: words.statement.from, to: words.statement.to };
  const base = {
    kind: 'route' as const,
    ...range,
    origin: words.origin(range),
    action: action as RouteCommand['action'],
    family: draft.family,
    interface: draft.interface,
    flags: draft.flags,
    ifp: draft.ifp,
    ifa: draft.ifa,
    metrics: draft.metrics,
  };
  if (action === 'flush') {
    if (draft.plain.length > 0) {
      words.report('extra-word', draft.plain[0], `\`${shown(draft.plain[0].text)}\` is too much here.`, {
        expected: 'the end of the line',
      });
    }
    return { ...base, dest: null, host: false, gateway: null, gatewayInterface: null };
  }
  // The old form: DEST GATEWAY MASK.
  if (draft.family === 'inet' && draft.netmask === null) draft.netmask = draft.plain.splice(2, 1)[0] ?? null;
  const dest = readDestination(words, draft);
  const gateway = dest === null ? null : readGateway(words, draft, base.action);
  if (dest === null || gateway === null) return null;
  return { ...base, ...dest, ...gateway };
}

/** The modifiers, which may stand anywhere, and the plain words between them. */
function readWords(words: Words): Draft {
  const draft: Draft = {
    family: 'inet',
    familyWritten: false,
    net: null,
    interface: false,
    flags: [],
    ifp: null,
    ifa: null,
    metrics: [],
    prefixlen: null,
    netmask: null,
    plain: [],
  };
  for (let token = words.next(); token !== null; token = words.next()) {
    if (token.text.startsWith('-') && !token.quoted) readModifier(words, token, draft);
    else draft.plain.push(token);
  }
  return draft;
}

function readModifier(words: Words, token: Token, draft: Draft): void {
  const name = token.text.slice(1);
  if (name === 'inet' || name === 'inet6' || name === '4' || name === '6') {
    draft.family = name === 'inet' || name === '4' ? 'inet' : 'inet6';
    draft.familyWritten = true;
  } else if (name === 'net' || name === 'host') draft.net = name === 'net';
  else if (name === 'interface' || name === 'iface') draft.interface = true;
  else if ((routeFlags as readonly string[]).includes(name)) draft.flags.push(name as RouteFlag);
  else if ((metrics as readonly string[]).includes(name)) {
    const value = words.need('a number');
    const number = value === null ? null : readNumber(words, value, `a value of -${name}`, 0, 0xffffffff);
    if (number !== null) draft.metrics.push({ name: name as RouteMetric, value: number });
  } else if (name === 'prefixlen') draft.prefixlen = words.need('a prefix length');
  else if (name === 'netmask') draft.netmask = words.need('a netmask');
  else if (name === 'ifp') {
    const value = words.need('an interface such as em0');
    draft.ifp = value === null ? null : readInterface(words, value);
  } else if (name === 'ifa') {
    const value = words.need('an address of ours');
    draft.ifa = value === null ? null : readAddress(words, value, 'any', 'allowed');
  } else if (later.includes(token.text)) {
    words.report(
      'not-simulated',
      token,
      `\`${token.text}\` is not simulated: there is one routing table with one route for each prefix.`,
    );
    if (token.text !== '-mpath' && token.text !== '-lock') words.next();
  } else
    words.unknown(
      token,
      `route has no modifier \`${shown(token.text)}\`.`,
      routeWords,
      'a modifier such as -inet6, -interface or -blackhole',
    );
}

/** Destination and length. Without a length the address is one host, but for what `assumedLength` knows. */
function readDestination(words: Words, draft: Draft): { dest: Ranged<Prefix>; host: boolean } | null {
  const token = draft.plain[0];
  if (token === undefined) {
    words.missing('a destination such as 2001:db8:2::/48 or default');
    return null;
  }
  const length = readLength(words, draft);
  if (token.text === 'default') {
    const bytes = new Uint8Array(draft.family === 'inet6' ? 16 : 4);
    return { dest: at(token, { family: draft.family, bytes, zone: null, prefixlen: 0 }), host: false };
  }
  if (!draft.familyWritten && addressOf(token.text.replace(/\/.*/, ''))?.family === 'inet6') {
    words.report('wrong-family', token, 'Without -inet6 the route is for IPv4.', {
      expected: '-inet6 before the destination',
      suggestion: `-inet6 ${token.text}`,
    });
    return null;
  }
  const read = readPrefix(words, draft.family === 'inet' ? completed(token) : token, draft.family, 'allowed');
  if (read === null) return null;
  const address = read.address.value;
  const written = read.prefixlen ?? length;
  const prefixlen = written?.value ?? assumedLength(address, draft.net);
  if (draft.net === false && written !== null && prefixlen !== widest(address)) {
    words.report('contradiction', written, `-host is one address, but the length is ${prefixlen}.`, {
      expected: '-net, or no length',
    });
    return null;
  }
  return {
    dest: at(token, prefixOf(address, prefixlen)),
    host: prefixlen === widest(address) && draft.net !== true,
  };
}

/** route(8) lets IPv4 networks be shortened: `128.32/16`. */
function completed(token: Token): Token {
  const match = /^(\d{1,3}(?:\.\d{1,3}){0,2})(\/.*)$/.exec(token.text);
  if (match === null) return token;
  const parts = match[1].split('.');
  return { ...token, text: `${[...parts, '0', '0', '0'].slice(0, 4).join('.')}${match[2]}` };
}

/**
 * The length that route(8) assumes: `::` is the default route, a global IPv6 prefix without interface id has
 * 64 bits.
 */
function assumedLength(address: Address, net: boolean | null): number {
  if (net === false) return widest(address);
  if (address.family === 'inet') return net === true ? classLength(address) : 32;
  if (address.bytes.every(byte => byte === 0)) return 0;
  const withoutId = (address.bytes[0] & 0xe0) === 0x20 && address.bytes.subarray(8).every(byte => byte === 0);
  return net === true || withoutId ? 64 : 128;
}

const classLength = (address: Address): number =>
  address.bytes[0] < 128 ? 8 : address.bytes[0] < 192 ? 16 : 24;

function readLength(words: Words, draft: Draft): Ranged<number> | null {
  const family = { family: draft.family, bytes: new Uint8Array(0), zone: null };
  if (draft.prefixlen !== null) return readPrefixLength(words, draft.prefixlen, family);
  return draft.netmask === null ? null : readNetmask(words, draft.netmask);
}

type Gateway = Pick<RouteCommand, 'gateway' | 'gatewayInterface'>;

function readGateway(words: Words, draft: Draft, action: RouteCommand['action']): Gateway | null {
  const [, token, extra] = draft.plain;
  if (token === undefined) {
    if (action === 'delete' || draft.ifp !== null) return { gateway: null, gatewayInterface: null };
    words.missing(draft.interface ? 'an interface or an address of ours' : 'a gateway');
    return null;
  }
  if (extra !== undefined) {
    words.report('extra-word', extra, `\`${shown(extra.text)}\` is too much here.`, {
      expected: 'a destination and a gateway only',
    });
    return null;
  }
  if (draft.interface && addressOf(token.text) === null) {
    const name = readInterface(words, token);
    return name === null ? null : { gateway: null, gatewayInterface: name };
  }
  if (/^[A-Za-z]+\d+$/.test(token.text)) {
    words.report('bad-value', token, `\`${shown(token.text)}\` is an interface, not a gateway.`, {
      expected: `-interface ${shown(token.text)}`,
      suggestion: `-interface ${token.text}`,
    });
    return null;
  }
  const gateway = readAddress(words, token, draft.family);
  return gateway === null ? null : { gateway, gatewayInterface: null };
}
