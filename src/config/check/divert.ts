/** Checks of `divert` lines. */
import { fieldNamed } from '../../decode';
import {
  encodeValue,
  largestValue,
  sliceOf,
  type WritableField,
  writableField,
  writableFields,
} from '../../decode/write';
import type { DivertCommand, DivertValue } from '../nodes';
import type { Ranged } from '../text';
import { shown } from '../words';
import type { Checker } from './checker';
import { checkFilter } from './filter';

/** Lines with a filter: each is asked about every packet that its port is given. */
const FILTERED_LINES_MAX = 256;
/** Bytes of the address that carry the name of the interface. */
const NAME_MAX = 8;

export function checkDivert(checker: Checker, { port, answers, filter }: DivertCommand): void {
  const { report, model } = checker;
  if (filter !== null) {
    if (++checker.filteredDiverts > FILTERED_LINES_MAX) {
      report.error(
        'out-of-range',
        filter,
        'This is one line with a filter too many.',
        `${FILTERED_LINES_MAX} divert lines with filters at most`,
      );
      return;
    }
    checkFilter(checker, filter);
  } else if (model.divertPorts.has(port.value)) {
    const message = `A line says already what the program on port ${port.value} does with all packets.`;
    report.error('contradiction', port, message, '`for` and a filter at the end, or another port');
  } else model.divertPorts.add(port.value);
  for (const { name, values } of answers) {
    if (name !== null) checkName(checker, name);
    for (const value of values) checkValue(checker, value);
  }
}

/**
 * No interface of this name need exist: the kernel looks for it, and takes the packet by its address where
 * there is none.
 */
function checkName({ report }: Checker, name: Ranged<string>): void {
  if (name.value.length <= NAME_MAX && /^[\x20-\x7e]*$/.test(name.value)) return;
  report.error(
    'bad-value',
    name,
    `${shown(name.value)} does not fit into an address.`,
    `${NAME_MAX} characters at most`,
  );
}

function checkValue(checker: Checker, { field, value }: DivertValue): void {
  const { report } = checker;
  const slice = sliceOf(field.value);
  if (slice !== null) {
    if (slice.of !== 'frame' && fieldNamed(slice.of) === undefined) {
      unknownField(checker, field);
      return;
    }
    const { length } = slice;
    if (length > 0 && encodeValue(value.value, { length, mask: 0, unit: 1 }) !== null) return;
    const bytes = length > 0 && length <= 8 ? Array.from({ length }, (_, i) => `0${i + 1}`).join(':') : null;
    report.error(
      'bad-value',
      value,
      `${shown(value.value)} is no value of ${length} ${length === 1 ? 'byte' : 'bytes'}.`,
      bytes === null ? `${length} bytes, as 01:02 for two` : `bytes such as ${bytes}, or a number`,
    );
    return;
  }
  const writable = writableField(field.value);
  if (writable === null) unwritableField(checker, field);
  else if (encodeValue(value.value, writable.layout) === null) {
    const number = /^(0x[0-9a-f]+|\d+)$/i.test(value.value);
    report.error(
      number ? 'out-of-range' : 'bad-value',
      value,
      `${shown(value.value)} is no value for ${field.value}.`,
      valuesOf(writable),
    );
  }
}

function valuesOf({ info, layout }: WritableField): string {
  if (info.type === 'ipv4') return 'an address such as 192.0.2.1';
  const step = layout.unit === 1 ? '' : `, a multiple of ${layout.unit}`;
  return `a number from 0 to ${largestValue(layout)}${step}`;
}

function unknownField({ report }: Checker, field: Ranged<string>): void {
  report.unknown(
    'unknown-field',
    field,
    'There is no field {}.',
    writableFields,
    'a field such as ip.ttl, or bytes as udp.payload[0:4]',
  );
}

function unwritableField(checker: Checker, field: Ranged<string>): void {
  const { report } = checker;
  const known = fieldNamed(field.value);
  if (known === undefined) {
    unknownField(checker, field);
    return;
  }
  const isIpv6 = /^(ipv6|icmpv6)\b/.test(field.value);
  report.unknown(
    'not-writable',
    field,
    isIpv6 ? 'Divert sockets carry packets of IPv4: {} is in none of them.' : '{} cannot be written.',
    writableFields,
    isIpv6 ? 'a field of IPv4, TCP, UDP or ICMP' : `a header field, or bytes of one as ${field.value}[0:1]`,
  );
}
