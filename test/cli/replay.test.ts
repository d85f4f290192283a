/** The contract of `replay`: objects, interfaces, times, files, and statuses. */
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Capture, MemorySource } from '../../src/capture';
import { inFolder, linux, objects, run } from './program';

const hops = '07-time-exceeded-traceroute-r1-lan.pcap';
const both = '09-redirect-r1-lan+wan.pcapng';
const machine = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 ether 02:00:00:00:01:02
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig em1 ether 02:00:00:00:02:01
ifconfig em1 inet6 2001:db8:2::1/64 up
route add -inet6 2001:db8:3::/64 fe80::ff:fe00:103%em0
`;

/** The same machine, which knows h1's link address. */
const acquainted = `${machine}ndp -s 2001:db8:1::10 02:00:00:00:01:01\n`;

type Row = Record<string, unknown>;
type Outputs = { interface: string; kind: string; bytes: string }[];

/** Runs replay in a folder with these captures of the lab and a `.stack` file. */
function replay(stack: string, words: readonly string[], captures: readonly string[] = [hops, both]) {
  const files: Record<string, string | Uint8Array> = { 'r.stack': stack };
  for (const name of captures) files[name] = readFileSync(join(linux, name));
  return inFolder(files, folder => {
    const result = run(['replay', '--stack', 'r.stack', ...words], folder);
    const written = join(folder, 'out.pcapng');
    return { ...result, written: existsSync(written) ? readFileSync(written) : null };
  });
}

function framesOf(rows: readonly Row[]): Row[] {
  return rows.filter(row => 'verdict' in row && 'frame' in row);
}

describe('replay command', function () {
  this.timeout(30_000);

  it('prints an object for every injected frame, then the summary', () => {
    const result = replay(machine, ['--capture', `${hops}@em0`, '--json']);
    assert.equal(result.stderr, '');
    assert.equal(result.status, 0);
    const rows = objects(result);
    const frames = framesOf(rows);
    assert.deepEqual(
      frames.map(row => [row.frame, row.verdict]),
      [
        [1, 'dropped'],
        [3, 'queued'],
        [5, 'queued'],
        [7, 'dropped'],
      ],
    );
    assert.deepEqual(Object.keys(frames[0]), [
      'capture',
      'frame',
      'time',
      'interface',
      'verdict',
      'decision',
      'path',
      'outputs',
    ]);
    assert.equal(frames[0].capture, hops);
    assert.equal(frames[0].interface, 'em0');
    assert.equal(frames[0].decision, 'ip6_forward.hop-limit');
    assert.equal(frames[0].time, '1795224316.158887');
    assert.ok((frames[0].path as string[]).includes('ip6_forward.hop-limit=exceeded'));
    for (const { kind, bytes } of frames.flatMap(row => row.outputs as Outputs)) {
      assert.match(bytes, /^6[0-9a-f]+$/, kind);
    }
    const last = rows.at(-1);
    assert.ok(last !== undefined);
    assert.deepEqual(Object.keys(last), ['summary', 'counters']);
    assert.equal((last.summary as Record<string, number>).dropped, 2);
    assert.equal((last.summary as Record<string, number>).queued, 2);
    assert.equal((last.counters as Record<string, number>)['ip6stat.ip6s_total'], 4);
  });

  it('tells later what became of a packet that waited', () => {
    const rows = objects(replay(machine, ['--capture', `${both}@em0`, '--json']));
    const queued = framesOf(rows).find(row => row.verdict === 'queued');
    assert.ok(queued !== undefined);
    assert.ok((queued.outputs as Outputs).some(output => output.kind === 'neighbor-solicitation'));
    const released = rows.find(
      row => row.event === 'neighbor' && (row.outputs as Outputs)[0].kind === 'forwarded',
    );
    assert.ok(released !== undefined);
    assert.deepEqual(Object.keys(released), ['event', 'time', 'for', 'outputs']);
    assert.equal((released.for as Row).capture, both);
    assert.match(String(released.time), /^\d+\.\d{9}$/);
  });

  it('tells of timers and commands', () => {
    const stack = `${acquainted}replay "${hops}" on em0\nat 1s ifconfig em1 mtu 1400\n`;
    const rows = objects(replay(stack, ['--json', '--until', '10s']));
    const command = rows.find(row => row.event === 'command');
    assert.deepEqual(command, { event: 'command', time: '1795224317.158887000', for: null, outputs: [] });
    const timers = rows.filter(row => row.event === 'timer');
    const failed = timers.find(row => (row.outputs as Outputs)[0]?.kind === 'icmp6-error');
    assert.ok(failed !== undefined, 'the neighbour never answers');
    assert.deepEqual(failed.for, { capture: hops, frame: 5 });
  });

  it('ends with the last frame, whoever sent it, unless told to go on', () => {
    const rows = (words: readonly string[]) =>
      objects(replay(machine, ['--capture', `${hops}@em0`, '--json', ...words]));
    assert.ok(
      !rows([]).some(
        row => (row.outputs as Outputs | undefined)?.[0]?.kind === 'icmp6-error' && 'event' in row,
      ),
    );
    const absolute = rows(['--until', '1795224330']);
    for (const same of ['13.841113s', '13841113us', '@1795224330', '2026-11-21T01:25:30Z'])
      assert.deepEqual(rows(['--until', same]), absolute, same);
    assert.ok(absolute.some(row => row.event === 'timer'));
    const wrong = replay(machine, ['--capture', `${hops}@em0`, '--until', 'soon']);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^soon is no time[^\n]*\.\n$/);
  });

  it('finds the interface by its name in the capture, by the map, or asks', () => {
    const named = machine.replaceAll('em0', 'lan').replaceAll('em1', 'wan');
    const byName = objects(replay(named, ['--capture', both, '--json']));
    assert.ok(framesOf(byName).some(row => row.interface === 'lan'));
    assert.ok(framesOf(byName).some(row => row.interface === 'wan'));
    const byMap = objects(replay(`${machine}replay "${both}" (lan = em0, wan = em1)\n`, ['--json']));
    assert.deepEqual(
      framesOf(byMap).map(row => row.verdict),
      framesOf(byName).map(row => row.verdict),
    );
    const unknown = replay(machine, ['--capture', both, '--json']);
    assert.equal(unknown.status, 2);
    assert.equal(unknown.stdout, '');
    assert.match(unknown.stderr, /^[^\n]*lan[^\n]*em0 or em1[^\n]*\(lan = IF\)[^\n]*\.\n$/);
    const wrong = replay(machine, ['--capture', `${both}@em9`, '--json']);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /no interface em9[^\n]*em0 and em1/);
  });

  it('ignores the replay lines when captures are given', () => {
    const stack = `${machine}replay "${both}" on em0\n`;
    const rows = framesOf(objects(replay(stack, ['--capture', `${hops}@em0`, '--json'])));
    assert.deepEqual([...new Set(rows.map(row => row.capture))], [hops]);
  });

  it('merges captures by time', () => {
    const rows = objects(replay(machine, ['--capture', `${both}@em0`, '--capture', `${hops}@em0`, '--json']));
    const captures = framesOf(rows).map(row => row.capture);
    assert.equal(
      captures[0],
      [both, hops].find(name => captures[0] === name),
    );
    assert.equal(new Set(captures).size, 2);
  });

  it('refuses to start while errors stand, and names each with its place', () => {
    const result = replay(
      `${machine}ifconfig em0 inet6 2001:db8::/200\nrout add\nreplay "${hops}" on em0\n`,
      ['--json'],
    );
    assert.equal(result.status, 2);
    assert.equal(result.stdout, '');
    const lines = result.stderr.trim().split('\n');
    assert.equal(lines.length, 2);
    assert.match(lines[0], /^r\.stack:7:\d+: /);
    assert.match(lines[1], /^r\.stack:8:1: /);
  });

  it('names the line whose capture is missing', () => {
    const result = replay(`${machine}replay "gone.pcap" on em0\n`, []);
    assert.equal(result.status, 2);
    assert.match(result.stderr, /^r\.stack:7: [^\n]*gone\.pcap[^\n]*\n$/);
    const none = replay(machine, []);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /^r\.stack names no capture[^\n]*\.\n$/);
  });

  it('tells which expectations were not met, with status 1', () => {
    const lines = [
      'expect frame 1 dropped at ip6_forward.hop-limit',
      'expect frame 1 dropped at ip6_forward.hop-limit=exceeded sends icmp6-error on em0',
      'expect frame 1 forwarded',
      'expect frame 3 through ip6_forward.next-hop=gateway',
      'expect frame 7 sends nothing',
      'expect frame 2 forwarded',
      'expect frame 99 dropped',
      'expect counter ip6stat.ip6s_forward 2',
      'expect counter ip6stat.ip6s_forward >= 3',
      'expect dropped 2',
      'expect dropped 5',
    ];
    const stack = `replay "${hops}" on em0\n${acquainted}`;
    const start = stack.split('\n').length;
    const result = replay(stack + lines.join('\n'), ['--json']);
    assert.equal(result.status, 1, result.stderr);
    const told = result.stderr.trim().split('\n');
    const failing = [2, 3, 4, 5, 6, 8, 10];
    assert.deepEqual(
      told.map(line => line.split(': ')[0]),
      failing.map(i => `r.stack:${start + i}`),
      result.stderr,
    );
    assert.match(
      told[0],
      /Expected frame 1 forwarded, but it was dropped at ip6_forward\.hop-limit=exceeded\.$/,
    );
    assert.match(told[1], /it went through ip6_forward\.next-hop=on-link/);
    assert.match(told[2], /what was sent is icmp6-error on em0\.$/);
    assert.match(told[3], /the machine sent it itself/);
    assert.match(told[4], /There is no frame 99: the capture has 8 frames\.$/);
    assert.match(told[5], /Expected ip6stat\.ip6s_forward to be >= 3, but it is 2\.$/);
    assert.match(told[6], /Expected the number of dropped frames to be 5, but it is 2\.$/);
    const met = replay(`${stack}${lines[0]}\n${lines[1]}\n${lines[7]}\n`, ['--json']);
    assert.equal(met.status, 0, met.stderr);
  });

  it('goes on when the machine refuses a command, and says so', () => {
    const stack = `${machine}replay "${hops}" on em0\nat 1s ndp -d 2001:db8:1::77\n`;
    const result = replay(stack, ['--json']);
    assert.equal(result.status, 2);
    assert.ok('summary' in (objects(result).at(-1) ?? {}));
    assert.match(result.stderr, /^r\.stack:8: 2001:db8:1::77 is no neighbour\.\n$/);
    const table = replay(stack, []).stdout.replace(/\s+/g, ' ');
    assert.ok(
      table.includes(
        'command after 1.000000 s ndp -d 2001:db8:1::77 is refused: 2001:db8:1::77 is no neighbour.',
      ),
    );
  });

  it('writes what the host sent as a capture', () => {
    const result = replay(machine, ['--capture', `${both}@em0`, '--json', '--output', 'out.pcapng']);
    assert.ok(result.written !== null);
    const capture = Capture.openWhole(new MemorySource(result.written));
    const sent = objects(result).flatMap(row => (row.outputs as Outputs | undefined) ?? []);
    assert.equal(capture.damage, null);
    assert.deepEqual(
      Array.from({ length: capture.frames }, (_, i) => [
        capture.interfaces[capture.interfaceOf(i)].name,
        Buffer.from(capture.read(i)).toString('hex'),
        capture.direction(i),
      ]),
      sent.map(output => [output.interface, output.bytes, 2]),
    );
  });

  it('writes over no file but an earlier output that nobody reads', () => {
    inFolder(
      {
        'r.stack': machine,
        [hops]: readFileSync(join(linux, hops)),
        'strange.pcap': readFileSync(join(linux, hops)),
        'empty.pcapng': '',
      },
      folder => {
        const to = (name: string) =>
          run(
            ['replay', '--stack', 'r.stack', '--capture', `${hops}@em0`, '--json', '--output', name],
            folder,
          );
        for (const name of ['r.stack', hops, 'strange.pcap']) {
          const result = to(name);
          assert.equal(result.status, 2);
          assert.match(result.stderr, /^[^\n]+another name\.\n$/);
        }
        assert.equal(readFileSync(join(folder, 'r.stack'), 'utf8'), machine);
        assert.deepEqual(readFileSync(join(folder, 'strange.pcap')), readFileSync(join(linux, hops)));
        assert.equal(to('empty.pcapng').status, 0);
        assert.equal(to('empty.pcapng').status, 0, 'ours now');
        const nowhere = to('no/such/folder.pcapng');
        assert.equal(nowhere.status, 2);
        assert.match(nowhere.stderr, /^no\/such\/folder\.pcapng cannot be written: [^\n]+\.\n$/);
      },
    );
  });

  it('compares what the machine sent', () => {
    const rows = objects(replay(machine, ['--capture', `${hops}@em0`, '--json', '--compare']));
    const compared = rows.filter(row => 'compare' in row);
    assert.deepEqual(
      compared.filter(row => row.compare === 'agree').map(row => row.frame),
      [],
      'the neighbour is not known, so nothing was answered',
    );
    assert.deepEqual(
      [...new Set(compared.flatMap(row => Object.keys(row)))],
      ['capture', 'frame', 'compare'],
    );
    const result = replay(acquainted, ['--capture', `${hops}@em0`, '--json', '--compare']);
    assert.deepEqual(
      objects(result)
        .filter(row => 'compare' in row)
        .map(row => [row.frame, row.compare]),
      [
        [2, 'agree'],
        [8, 'agree'],
        [4, 'only-capture'],
        [6, 'only-capture'],
      ],
    );
    assert.equal(result.status, 1, 'what h2 answered cannot be forwarded: it never arrived');
    assert.match(result.stderr, /^[^\n]*2 of 4[^\n]*\.\n$/);
  });

  it('takes frames that were cut off as whole', () => {
    const frame = readFileSync(join(linux, hops));
    const capture = Capture.openWhole(new MemorySource(frame));
    const at = capture.offsetOf(2);
    const length = capture.capturedLength(2);
    const cut = Buffer.concat([frame.subarray(0, 24), frame.subarray(at - 16, at + 60)]);
    cut.writeUInt32LE(60, 24 + 8);
    inFolder({ 'r.stack': `${machine}ndp -s 2001:db8:2::10 02:00:00:00:02:02\n` }, folder => {
      writeFileSync(join(folder, 'cut.pcap'), cut);
      const rows = framesOf(
        objects(run(['replay', '--stack', 'r.stack', '--capture', 'cut.pcap@em0', '--json'], folder)),
      );
      assert.equal(rows[0].verdict, 'forwarded');
      assert.equal((rows[0].outputs as Outputs)[0].bytes.length, 2 * (length - 14));
    });
  });

  it('replays the good frames of a damaged capture', () => {
    const whole = readFileSync(join(linux, hops));
    inFolder({ 'r.stack': machine, 'cut.pcap': whole.subarray(0, whole.length - 10) }, folder => {
      const result = run(['replay', '--stack', 'r.stack', '--capture', 'cut.pcap@em0', '--json'], folder);
      assert.equal(framesOf(objects(result)).length, 4);
      assert.ok('summary' in (objects(result).at(-1) ?? {}));
      assert.equal(result.status, 2);
      assert.match(result.stderr, /^cut\.pcap: [^\n]*\.\n$/);
    });
  });

  it('ends where the kernel stops, and says so', () => {
    const stack = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 inet6 2001:db8:1::1/64 up
ifconfig tun0 inet6 2001:db8:5::1 2001:db8:5::2 up
route add -inet6 2001:db8:5::/64 2001:db8:5::2
fault m_copy ENOBUFS
replay "23-tun-rawip.pcap" on tun0
`;
    const result = replay(stack, ['--json'], ['23-tun-rawip.pcap']);
    const rows = objects(result);
    const last = framesOf(rows).at(-1);
    assert.deepEqual(
      [last?.frame, last?.verdict, last?.decision],
      [4, 'panic', 'ip6_forward.point-to-point-loop'],
    );
    assert.equal((rows.at(-1)?.summary as Record<string, number> | undefined)?.panic, 1);
    assert.match(result.stderr, /^The kernel stopped [^\n]*\(error-reply-without-packet\)[^\n]*\.\n$/);
    assert.equal(result.status, 0);
  });

  it('says where a query stopped the kernel, and what that means', () => {
    const stack = `${machine}mld join em0 ff05::db8
at 0.001s mld query em0 ff05::db8 maxdelay 9
replay "${hops}" on em0
`;
    const result = replay(stack, ['--json']);
    const last = objects(result).at(-1) as { panic: Record<string, unknown>; summary: object };
    const { explanation, time, ...panic } = last.panic;
    assert.deepEqual(panic, { reason: 'divide-by-zero', decision: 'mld_input.query-random', for: null });
    assert.equal(
      explanation,
      'Panic: a maximum response delay of 9 ms is less than one tick at hz 100, so the kernel divides by zero. The processor traps the division by zero, and the machine stops. The replay ends here.',
    );
    assert.match(String(time), /^\d+\.\d{9}$/);
    const left = framesOf(objects(replay(machine, ['--capture', `${hops}@em0`, '--json']))).length;
    assert.ok(framesOf(objects(result)).length < left, 'frames after it do not arrive');
    const said = `The kernel stopped (divide-by-zero) in a command 0.001000 s after the start at mld_input.query-random. ${explanation}`;
    assert.ok(result.stderr.startsWith(said), result.stderr);
    assert.match(result.stderr.slice(said.length), /^ \d+ frames did not arrive any more\.\n$/);
    assert.equal(result.status, 0);
    assert.match(replay(stack, []).stdout, /command after 0\.001000 s +panic\n +mld_input\.query-random\n/);
  });

  it('says what became of a packet that was taken out of a tunnel', () => {
    const sample = join(PROJECT_ROOT, 'samples/ipsec-gateway');
    const gateway = readFileSync(join(sample, 'gateway.stack'), 'utf8');
    const told = (stack: string): string => {
      const files = { 'lab.pcapng': readFileSync(join(sample, 'lab.pcapng')), 'gw.stack': stack };
      const { stdout } = inFolder(files, folder => run(['replay', '--stack', 'gw.stack'], folder));
      return stdout.replace(/\s+/g, ' ');
    };
    assert.match(told(gateway), / Decapsulated, then forwarded through em0 to 2001:db8:1::10\./);
    assert.match(told(`${gateway}fault if_output ENOBUFS\n`), / Decapsulated, then dropped: [^.]*ENOBUFS/);
  });

  it('has a program that translates addresses send what the real router sent', () => {
    const sample = join(PROJECT_ROOT, 'samples/divert-and-rewrite');
    const { status, stdout } = run(['replay', '--stack', 'nat.stack', '--compare'], sample);
    assert.equal(status, 0);
    assert.match(stdout, /24 agree, 0 differ, 0 only-model, 0 only-capture\./);
    const told = stdout.replace(/\s+/g, ' ');
    assert.match(told, /program on port 8668 after [\d.]+ s, for frame 7 forwarded/);
    assert.match(
      stdout,
      /\nipfw show\n00050 {2}2 {2}114 count udp from any to any dst-port 53\n00100 23 1340 divert 8668 ip .*\n65535 \d+ \d+ allow ip from any to any\n$/,
    );
    assert.match(told, /The program wrote ip\.src = 198\.51\.100\.1\. Sent the packet on through em1/);
  });

  it('lets a neighbour ask for groups, and report one', () => {
    const stack = `${machine}mld join em0 ff05::db8
at 1s mld query em0 ff05::db8 maxdelay 0
at 2s mld query em0 ff05::db8 maxdelay 0 from 2001:db8:1::66
at 3s mld query em0 ff05::db8 maxdelay 1000
at 3s mld report em0 ff05::db8 from fe80::66
expect counter icmp6stat.icp6s_inhist.130 = 3
expect counter icmp6stat.icp6s_inhist.131 = 1
expect counter if.em0.ifs6_out_mldreport = 1
replay "${hops}" on em0
`;
    const result = replay(stack, ['--json', '--until', '9s']);
    assert.equal(result.stderr, '');
    assert.equal(result.status, 0);
    const kinds = objects(result).flatMap(({ event, outputs }) =>
      event === 'command' ? [(outputs as Outputs).map(({ kind }) => kind)] : [],
    );
    assert.deepEqual(kinds, [['mld-report'], [], [], []]);
    const shown = replay(stack, ['--until', '9s']).stdout;
    assert.match(shown.replace(/\s+/g, ' '), /from 2001:db8:1::66 Dropped: [^.]*link-local/);
  });

  it('drops what a policy would tunnel where no association can protect it', () => {
    const stack = `${acquainted}spdadd ::/0 2001:db8:2::/64 any -P out ipsec esp/tunnel/2001:db8:2::1-2001:db8:9::1/require ;
replay "${hops}" on em0
`;
    const third = framesOf(objects(replay(stack, ['--json'])))[1];
    assert.deepEqual([third.verdict, third.decision], ['dropped', 'ip6_forward.tunnel-output']);
    const table = replay(stack, []).stdout.replace(/\s+/g, ' ');
    assert.match(
      table,
      /Dropped: no security association gives it the protection that the policy [^.]* requires\./,
    );
  });

  it('injects faults into the frames that a filter selects', () => {
    const stack = `${acquainted}ndp -s 2001:db8:2::10 02:00:00:00:02:02
fault if_output ENETDOWN always for "udp.dstport == 33437"
replay "${hops}" on em0
`;
    const frames = framesOf(objects(replay(stack, ['--json'])));
    assert.deepEqual(
      frames.map(row => [row.frame, row.verdict]),
      [
        [1, 'dropped'],
        [3, 'forwarded'],
        [5, 'dropped'],
        [7, 'dropped'],
      ],
    );
    assert.equal(frames[2].decision, 'ip6_forward.neighbor-output');
    const wrong = replay(stack.replace('udp.dstport', 'udp.dst'), ['--json']);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^r\.stack:9:\d+: [^\n]*udp\.dst[^\n]*\n$/);
  });

  it('prints one packet as a report', () => {
    const report = replay(machine, ['--capture', `${hops}@em0`, '--report', '1'], [hops]);
    assert.equal(report.status, 0, report.stderr);
    assert.match(report.stdout, /^# Frame 1 of 07-[^\n]*\n/);
    assert.match(report.stdout, /\n\*\*Dropped: the hop limit is 1/);
    assert.match(report.stdout, /\nr\.stack:3: ifconfig em0 inet6 2001:db8:1::1\/64 up\n/);
    const captures = ['--capture', `${hops}@em0`, '--capture', `${both}@em0`];
    const second = replay(machine, [...captures, '--report', `3@${both}`]);
    assert.match(second.stdout, /^# Frame 3 of 09-/);
  });

  it('says which packet it cannot report', () => {
    const captures = ['--capture', `${hops}@em0`, '--report'];
    for (const [words, sentence] of [
      [['9'], /^There is no frame 9 in 07-[^\n]*; it has 8\.\n$/],
      [['1@other.pcap'], /^No capture that is replayed is called other\.pcap\.\n$/],
      [['x'], /^--report needs the number of a frame/],
      [['0'], /^--report needs the number of a frame/],
      [['1', '--json'], /^--report prints one packet alone: leave out --json\.\n$/],
    ] as const) {
      const result = replay(machine, [...captures, ...words], [hops]);
      assert.equal(result.status, 2);
      assert.match(result.stderr, sentence);
      assert.equal(result.stdout, '');
    }
  });

  it('writes the verdicts beside the frames, and to no file twice', () => {
    const result = replay(machine, ['--capture', `${hops}@em0`, '--annotate', 'out.pcapng'], [hops]);
    assert.equal(result.status, 0, result.stderr);
    assert.ok(result.written !== null);
    const capture = Capture.openWhole(new MemorySource(result.written));
    assert.equal(capture.frames, 8);
    assert.match(capture.comment(0)[0], /^Dropped: the hop limit is 1/);
    const twice = replay(machine, ['--annotate', 'out.pcapng', '--output', 'out.pcapng'], [hops]);
    assert.equal(twice.status, 2);
    assert.match(twice.stderr, /^--output, --annotate and --tap write a file each/);
  });
});
