/** Programs of `divert` lines: which packets a line is for, what it writes, and what is given back when. */
import assert from 'node:assert/strict';
import {
  applyCommand,
  checkStack,
  isMachineCommand,
  parseStack,
  problemLine,
} from '../../../src/config/index';
import { get16, put16 } from '../../../src/wire/bytes';
import { foldChecksum, sumBytes, sumPseudo4 } from '../../../src/wire/checksum';
import type { Lab, Outcome } from '../lab';
import { router4 } from '../lab4';
import { frame4, icmp4, ip4 } from '../packets4';

/** A router whose em0 hands all it receives to port 8668, with these programs. */
function withPrograms(...programs: readonly string[]): Lab {
  const lines = ['ipfw add 100 divert 8668 ip from any to any in recv em0', ...programs];
  const document = parseStack(lines.join('\n'), 'programs.stack');
  const machine = parseStack(`ifconfig em0 up\nifconfig em1 up\n${lines.join('\n')}`, 'programs.stack');
  const problems = [...machine.problems, ...checkStack(machine)];
  assert.deepEqual(
    problems.map(problem => problemLine(machine.source, problem)),
    [],
  );
  return router4().each((stack, host) => {
    for (const command of document.commands) {
      if (isMachineCommand(command)) assert.equal(applyCommand(stack, host, command), null);
    }
  });
}

/** What a packet led to once its program has answered. */
function through(lab: Lab, packet: Uint8Array): Outcome {
  const outcome = lab.receive(frame4(packet));
  assert.equal(outcome.verdict, 'diverted');
  return lab.timer();
}

const decided = ({ path }: Outcome) => path.filter(step => step.startsWith('divert_program.'));
const sentBy = ({ sent }: Outcome) => sent.map(({ bytes }) => bytes);

/** A UDP datagram from 192.0.2.10 to 198.51.100.20 with a checksum. */
function datagram(port: number, payload: readonly number[] = [1, 2, 3, 4]): Uint8Array {
  const packet = ip4({
    payload: [0x0f, 0xa0, port >> 8, port & 0xff, 0, 8 + payload.length, 0, 0, ...payload],
  });
  put16(packet, 26, checksumOf(packet));
  return packet;
}

function checksumOf(packet: Uint8Array): number {
  const length = packet.length - 20;
  return foldChecksum(sumBytes(packet, 20, length, sumPseudo4(packet, 12, length, packet[9])));
}

describe('programs on a divert socket', () => {
  it('write fields of the packet, and mend what covers them', () => {
    const lab = withPrograms('divert 8668 pass set ip.ttl = 9, udp.dstport = 53, udp.payload[1:2] = 0a:0b');
    const outcome = through(lab, datagram(5353));
    assert.deepEqual(decided(outcome), ['divert_program.answer=passed', 'divert_program.rewrite=mended']);
    const [packet] = sentBy(outcome);
    // The router itself takes one off.
    assert.equal(packet[8], 8);
    assert.equal(get16(packet, 22), 53);
    assert.deepEqual([...packet.subarray(28)], [1, 0x0a, 0x0b, 4]);
    assert.equal(foldChecksum(sumBytes(packet, 0, 20)), 0, 'the checksum of the header');
    assert.equal(checksumOf(packet), 0, 'the checksum of UDP');
  });

  it('mend the checksum of ICMP, and leave the one that UDP does without', () => {
    const echo = through(withPrograms('divert 8668 pass set icmp.seq = 77'), icmp4({}, 8, 0));
    const [ping] = sentBy(echo);
    assert.equal(get16(ping, 26), 77);
    assert.equal(foldChecksum(sumBytes(ping, 20, ping.length - 20)), 0);
    const [plain] = sentBy(through(withPrograms('divert 8668 pass set udp.dstport = 53'), ip4()));
    assert.deepEqual([get16(plain, 22), get16(plain, 26)], [53, 0]);
  });

  it('write single bits, and fields shown in another unit', () => {
    const lab = withPrograms('divert 8668 pass set ip.flags.df = true, ip.dsfield.dscp = 46');
    const [packet] = sentBy(through(lab, datagram(53)));
    assert.deepEqual([packet[1], packet[6]], [46 << 2, 0x40]);
  });

  it('leave checksums alone where they are told to, or where one is set itself', () => {
    const stale = through(withPrograms('divert 8668 pass set ip.ttl = 9 unmended'), datagram(53));
    assert.deepEqual(decided(stale), ['divert_program.answer=passed', 'divert_program.rewrite=written']);
    assert.equal(stale.by, 'ip_input.checksum=bad');
    const wrong = through(
      withPrograms('divert 8668 pass set ip.checksum = 0x1234, ip.ttl = 9'),
      datagram(53),
    );
    assert.equal(wrong.by, 'ip_input.checksum=bad');
  });

  it('give a packet that lacks a field back as it came, whole', () => {
    const lab = withPrograms('divert 8668 pass set ip.ttl = 9, tcp.dstport = 80');
    const outcome = through(lab, datagram(53));
    assert.deepEqual(decided(outcome), ['divert_program.answer=passed', 'divert_program.rewrite=lacking']);
    const [packet] = sentBy(outcome);
    assert.equal(packet[8], 63);
    assert.ok(outcome.steps.some(({ operands }) => operands.lacking === 'tcp.dstport'));
  });

  it('try lines with filters in their order, then the one without', () => {
    const lab = withPrograms(
      'divert 8668 pass set ip.ttl = 33',
      'divert 8668 drop for udp.dstport == 53',
      'divert 8668 pass set ip.ttl = 21 for udp',
    );
    const dropped = through(lab, datagram(53));
    assert.deepEqual(decided(dropped), ['divert_program.line=filtered', 'divert_program.answer=dropped']);
    assert.equal(dropped.verdict, 'dropped');
    const [second] = sentBy(through(lab, datagram(54)));
    assert.equal(second[8], 20);
    const rest = through(lab, icmp4({}, 8, 0));
    assert.equal(decided(rest)[0], 'divert_program.line=rest');
    assert.equal(sentBy(rest)[0][8], 32);
  });

  it('give back what no line is for', () => {
    const lab = withPrograms('divert 8668 drop for icmp');
    const outcome = through(lab, datagram(53));
    assert.deepEqual(decided(outcome), ['divert_program.line=none', 'divert_program.answer=passed']);
    assert.equal(sentBy(outcome)[0][8], 63);
  });

  it('answer with several packets, each in its time', () => {
    const lab = withPrograms('divert 8668 pass after 5ms then pass after 1s set udp.dstport = 99');
    lab.receive(frame4(datagram(53)));
    const from = lab.host.now;
    assert.deepEqual(
      lab.timer().sent.map(one => one.interface),
      ['em1'],
    );
    assert.equal(lab.host.now - from, 5e6);
    const second = lab.timer();
    assert.equal(lab.host.now - from, 1005e6);
    assert.deepEqual(decided(second), ['divert_program.answer=passed', 'divert_program.rewrite=mended']);
    assert.equal(get16(sentBy(second)[0], 22), 99);
    assert.equal(
      lab.host.timers.some(one => one.handler === 'divert_program'),
      false,
    );
  });

  it('hold packets apart: a later one may be given back before', () => {
    const lab = withPrograms(
      'divert 8668 pass after 1s for udp.dstport == 53',
      'divert 8668 pass after 1ms for udp.dstport == 54',
    );
    lab.receive(frame4(datagram(53)));
    lab.receive(frame4(datagram(54)));
    const ports = [lab.timer(), lab.timer()].map(outcome => get16(sentBy(outcome)[0], 22));
    assert.deepEqual(ports, [54, 53]);
  });

  it('name another address and interface, which decide where the packet goes on', () => {
    const out = through(withPrograms('divert 8668 pass address 0.0.0.0'), datagram(53));
    assert.ok(out.path.includes('div_output.direction=outgoing'));
    const named = through(withPrograms('divert 8668 pass name em1'), datagram(53));
    assert.ok(named.path.includes('div_output.input-interface=named'));
    const received = named.steps.find(({ point }) => point?.id === 'div_output.input-send');
    assert.deepEqual(received?.operands.rcvif, { value: 'em1', origin: null });
    const lost = through(withPrograms('divert 8668 pass name "" address 198.51.100.1'), datagram(53));
    assert.ok(lost.path.includes('div_output.input-interface=by-address'));
    const nowhere = through(withPrograms('divert 8668 pass name "" address 203.0.113.9'), datagram(53));
    assert.equal(nowhere.by, 'div_output.input-interface=unknown');
  });
});
