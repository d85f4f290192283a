/** Names of addresses that a pcapng capture carries in its name resolution blocks. */
import { formatIpv4, formatIpv6 } from '../wire/address';
import { NRB_RECORD_END, NRB_RECORD_IPV4, NRB_RECORD_IPV6 } from './pcapngBlocks';
import { padded } from './pcapngOptions';

/** More addresses than this are not kept, so that a capture cannot fill the memory with names. */
const MOST_ADDRESSES = 100_000;

/** Adds the names in the body of a name resolution block to `names`: text of the address to its names. */
export function readNames(body: Uint8Array, littleEndian: boolean, names: Map<string, string[]>): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  while (at + 4 <= body.length) {
    const type = view.getUint16(at, littleEndian);
    const length = view.getUint16(at + 2, littleEndian);
    const end = at + 4 + length;
    if (type === NRB_RECORD_END || end > body.length) return;
    const addressLength = type === NRB_RECORD_IPV4 ? 4 : type === NRB_RECORD_IPV6 ? 16 : 0;
    if (addressLength > 0 && length > addressLength && names.size < MOST_ADDRESSES) {
      const format = type === NRB_RECORD_IPV4 ? formatIpv4 : formatIpv6;
      const found = new TextDecoder()
        .decode(body.subarray(at + 4 + addressLength, end))
        .split('\0')
        .filter(name => name !== '');
      const address = format(body, at + 4);
      names.set(address, [...new Set([...(names.get(address) ?? []), ...found])].slice(0, 100));
    }
    at += 4 + padded(length);
  }
}
