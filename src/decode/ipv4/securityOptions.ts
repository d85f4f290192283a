/** IPv4 options that label a packet for security (RFC 1108, FIPS 188). */
import { get16, get32 } from '../../wire/bytes';
import type { Dissection } from '../dissection';
import { expert, GROUP, SEVERITY } from '../expert';
import { IP } from './fields';
import { invalid } from './optionProblems';

export function security(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.optSecCl, at + 2, 1, bytes[at + 2]);
  let p = 3;
  let more = true;
  while (p < length && more) {
    const flags = bytes[at + p];
    const outer = d.open(IP.optSecProtAuthFlags, at + p, 1, flags);
    if (p === 3) {
      d.add(IP.optSecProtAuthGenser, at + p, 1, flags >> 7);
      d.add(IP.optSecProtAuthSiopEsi, at + p, 1, (flags >> 6) & 1);
      d.add(IP.optSecProtAuthSci, at + p, 1, (flags >> 5) & 1);
      d.add(IP.optSecProtAuthNsa, at + p, 1, (flags >> 4) & 1);
      d.add(IP.optSecProtAuthDoe, at + p, 1, (flags >> 3) & 1);
      d.add(IP.optSecProtAuthUnassigned, at + p, 1, (flags >> 1) & 3);
    } else d.add(IP.optSecProtAuthUnassigned, at + p, 1, flags >> 1);
    d.add(IP.optSecProtAuthFti, at + p, 1, flags & 1);
    d.close(outer);
    more = (flags & 1) !== 0;
    p++;
  }
  if (p < length) invalid(d, at, 'Extraneous data in option');
}

export function extendedSecurity(d: Dissection, at: number, length: number): void {
  d.add(IP.optExtSecAddSecInfoFormatCode, at + 2, 1, d.bytes[at + 2]);
  if (length > 3) d.add(IP.optExtSecAddSecInfo, at + 3, length - 3);
}

export function cipso(d: Dissection, at: number, length: number): void {
  const { bytes } = d;
  d.add(IP.cipsoDoi, at + 2, 4, get32(bytes, at + 2));
  let p = 6;
  while (p < length) {
    const type = bytes[at + p];
    const size = bytes[at + p + 1];
    d.add(IP.cipsoTagType, at + p, 1, type);
    if (p + 1 >= length || size < 2 || p + size > length) {
      expert(d, IP.cipsoMalformed, SEVERITY.warn, GROUP.malformed, at + p);
      return;
    }
    if (type === 1 && size >= 4) {
      d.add(IP.cipsoSensitivityLevel, at + p + 3, 1, bytes[at + p + 3]);
      if (size > 4 && d.wants(IP.cipsoCategories)) {
        d.addText(IP.cipsoCategories, at + p + 4, size - 4, bitsSet(bytes, at + p + 4, size - 4));
      }
    } else if (type === 2 && size >= 4) {
      d.add(IP.cipsoSensitivityLevel, at + p + 3, 1, bytes[at + p + 3]);
      if (size > 4 && d.wants(IP.cipsoCategories)) {
        const values: number[] = [];
        for (let i = 4; i + 1 < size; i += 2) values.push(get16(bytes, at + p + i));
        d.addText(IP.cipsoCategories, at + p + 4, size - 4, values.join(','));
      }
    } else if (size > 2) d.add(IP.cipsoTagData, at + p + 2, size - 2);
    p += size;
  }
}

function bitsSet(bytes: Uint8Array, at: number, length: number): string {
  const bits: number[] = [];
  for (let i = 0; i < length * 8; i++) if ((bytes[at + (i >> 3)] & (0x80 >> (i & 7))) !== 0) bits.push(i);
  return bits.join(',');
}
