/** Socket addresses as the vectors write them. */
import * as stack from '#stack/recording';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../../../src/wire/address';
import type { Json } from '../compare';
import type { VectorSockaddr } from './case';

const families: Readonly<Record<VectorSockaddr['family'], number>> = {
  unspec: stack.AF_UNSPEC,
  inet: stack.AF_INET,
  link: stack.AF_LINK,
  inet6: stack.AF_INET6,
};
const lengths: Readonly<Record<number, number>> = {
  [stack.AF_INET]: stack.SOCKADDR_IN_LEN,
  [stack.AF_INET6]: stack.SOCKADDR_IN6_LEN,
};

export function readSockaddr(given: VectorSockaddr): stack.Sockaddr {
  const family = families[given.family];
  const length = given.len ?? lengths[family] ?? 0;
  const addr = given.addr === undefined ? null : (parseIpv4(given.addr) ?? parseIpv6(given.addr));
  return stack.sockaddr(family, length, addr ?? new Uint8Array(0), given.scope);
}

export function showSockaddr(sa: stack.Sockaddr): Json {
  const family = stack.sa_family(sa);
  const name =
    Object.keys(families).find(key => families[key as VectorSockaddr['family']] === family) ?? family;
  if (family === stack.AF_UNSPEC) return { family: name };
  const inet = family === stack.AF_INET;
  const scope = inet ? 0 : stack.sin6_scope_id(sa);
  return {
    family: name,
    addr: inet ? formatIpv4(sa, stack.SIN_ADDR) : formatIpv6(sa, stack.SIN6_ADDR),
    ...(scope === 0 ? {} : { scope }),
    ...(stack.sa_len(sa) === lengths[family] ? {} : { len: stack.sa_len(sa) }),
  };
}
