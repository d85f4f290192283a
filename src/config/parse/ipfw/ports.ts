/** Ports of a rule, by number, range or the name of a service. */
import type { PortMatch } from '../../../stack/inet/ipfw/ports';
import type { Insn } from '../../../stack/inet/ipfw/rule';
import type { Words } from '../../words';
import { readRanges } from './numbers';

/** Services as services(5) names them. */
const services: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  http: 80,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  imap: 143,
  snmp: 161,
  bgp: 179,
  https: 443,
  isakmp: 500,
  syslog: 514,
};

/** The port of a service, or null. */
function servicePort(text: string): number | null {
  return Object.hasOwn(services, text) ? services[text] : null;
}

/** `[not] PORTS` if such follow; none, where something else does. Null when they are wrong. */
export function readPorts(words: Words, place: PortMatch['kind']): Insn[] | null {
  const ahead = words.peek();
  const negated = ahead !== null && (ahead.text === 'not' || ahead.text === '!');
  const token = negated ? words.peek(1) : ahead;
  if (token === null || !isPortList(token.text)) return [];
  const not = words.take('not', '!') !== null;
  const match = readPortMatch(words, place);
  return match === null ? null : [{ not, or: false, place, match }];
}

function isPortList(text: string): boolean {
  return /^\d[\d,-]*/.test(text) || servicePort(text.split(',')[0]) !== null;
}

/** The ports that follow. */
export function readPortMatch(words: Words, kind: PortMatch['kind']): PortMatch | null {
  const token = words.need('a port, a range of ports, or a list with commas');
  const ports = token === null ? null : readRanges(words, token, 'a port', 65535, servicePort);
  return ports === null ? null : { kind, ports };
}
