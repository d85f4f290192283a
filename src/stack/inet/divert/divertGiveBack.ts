/**
 * A program gives a packet back: with fields written, with checksums mended, and with the address that tells
 * the kernel where it belongs.
 */
import type { Host } from '../../host';
import { type Mbuf, m_bytes, m_get, m_setBytes } from '../../net/mbuf';
import { m_tag_find, PACKET_TAG_ROUNDS } from '../../net/mtag';
import { AF_INET } from '../../net/sockaddr';
import { decide, decision, enter, leave } from '../../trace';
import { newSockaddrIn } from '../sockaddrIn';
import type { Datagram, Socket } from '../socket';
import { mendChecksums } from './divertChecksums';
import type { DivertAnswer, FieldValue } from './divertProgram';
import { div_send } from './divSend';
import { interfaceName } from './interfaceName';

/** Gives a packet of its own back. */
export function divert_giveback(host: Host, so: Socket, datagram: Datagram, answer: DivertAnswer): void {
  const { m, from } = datagram;
  const back = m_get(host, m.data.slice(m.off, m.off + m.len), 0, m.len);
  back.frame = m.frame;
  back.kind = m.kind;
  back.tags = [{ id: PACKET_TAG_ROUNDS, info: divert_rounds(m) + 1, cookie: 0 }];
  if (answer.values.length > 0) rewrite(host, back, answer);
  const to = { ...newSockaddrIn(AF_INET, answer.address ?? from.sin_addr) };
  to.sin_port = answer.cookie ?? from.sin_port;
  to.sin_zero = answer.name === null ? from.sin_zero.slice() : interfaceName(answer.name);
  div_send(host, so, back, to, false);
}

/** How often programs have given the packet back before. */
export function divert_rounds(m: Mbuf): number {
  return m_tag_find(m, PACKET_TAG_ROUNDS)?.info ?? 0;
}

const written = decision('divert_program.rewrite', {
  question: 'Can the program write the fields that its line sets?',
  outcomes: {
    mended: 'Yes: {fields}. The checksums that cover them are made anew.',
    written: 'Yes: {fields}. Checksums stay as they were.',
    lacking: 'No: the packet has no {lacking}. It goes back as it came.',
  },
  reference: 'divert(4); RFC 791 3.1, RFC 1071',
});

function rewrite(host: Host, m: Mbuf, { values, mend }: DivertAnswer): void {
  enter(host, 'divert_rewrite', m);
  const { fields } = host.io;
  const bytes = m_bytes(m);
  const lacking = fields === undefined ? values[0].field : fields.write(values, bytes, m.frame);
  const outcome = lacking !== null ? written.lacking : mend ? written.mended : written.written;
  decide(host, written, outcome, RECORDING && { fields: listed(values), lacking });
  if (lacking === null) {
    if (mend) {
      mendChecksums(bytes);
      // A checksum that the line sets is meant as it stands.
      fields?.write(values.filter(isChecksum), bytes, m.frame);
    }
    m_setBytes(m, bytes);
  }
  leave(host);
}

const listed = (values: readonly FieldValue[]) =>
  values.map(({ field, value }) => `${field} = ${value}`).join(', ');

const isChecksum = ({ field }: FieldValue) => field.endsWith('.checksum');
