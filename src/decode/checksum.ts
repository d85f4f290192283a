/** Verifying the checksums of upper layers. */
import { get16 } from '../wire/bytes';
import { foldChecksum, sumBytes } from '../wire/checksum';
import { type Dissection, GENERATED } from './dissection';
import { expert, GROUP } from './expert';
import { CHECKSUM_BAD, CHECKSUM_GOOD, CHECKSUM_UNVERIFIED } from './names/checksums';
import type { FieldId } from './registry';

/**
 * The unfolded sum of the pseudo-header of the network layer around `length` bytes of `protocol` (RFC 8200
 * 8.1, 768).
 */
export function sumPseudoHeader(d: Dissection, length: number, protocol: number): number {
  const size = d.netVersion === 6 ? 16 : 4;
  const sum = sumBytes(d.addressBytes, d.sourceAddress, size, protocol + (length >>> 16) + (length & 0xffff));
  if (d.finalDestination >= 0) return sumBytes(d.finalBytes, d.finalDestination, size, sum);
  return sumBytes(d.addressBytes, d.destinationAddress, size, sum);
}

/**
 * The unfolded sum of the `length` bytes at `at` and of `initial`, -1 when it says nothing: the capture cut
 * some of the bytes off (they are there up to `end`), or they are one fragment of a datagram.
 */
export function checksumSum(d: Dissection, at: number, length: number, end: number, initial: number): number {
  return at + length > end || d.fragmented ? -1 : sumBytes(d.bytes, at, length, initial);
}

/** The fields of a checksum. */
export interface ChecksumFields {
  readonly checksum: FieldId;
  readonly status: FieldId;
  readonly bad: FieldId;
  /** Where the protocol shows it: the checksum that would be right. */
  readonly calculated?: FieldId;
  readonly badSeverity: number;
}

/** The status that an unfolded sum over a packet means, its checksum field included. */
export function statusOf(sum: number): number {
  return sum < 0 ? CHECKSUM_UNVERIFIED : foldChecksum(sum) === 0 ? CHECKSUM_GOOD : CHECKSUM_BAD;
}

/** Appends the checksum field at `at` with what is known of it; `sum` as `checksumSum` gives it. */
export function addChecksum(d: Dissection, fields: ChecksumFields, at: number, sum: number): void {
  const stored = get16(d.bytes, at);
  const status = statusOf(sum);
  const outer = d.open(fields.checksum, at, 2, stored);
  if (sum >= 0) {
    const right = status === CHECKSUM_GOOD ? stored : foldChecksum(sum - stored);
    if (status === CHECKSUM_BAD) {
      const message = `Bad checksum [should be 0x${right.toString(16).padStart(4, '0')}]`;
      expert(d, fields.bad, fields.badSeverity, GROUP.checksum, at, undefined, message);
    }
    if (fields.calculated !== undefined) d.add(fields.calculated, at, 2, right, GENERATED);
  }
  d.close(outer);
  d.add(fields.status, at, 0, status, GENERATED);
}
