/** Data breakpoints and exceptions. */
import { strict as assert } from 'node:assert';
import { Client } from './client';
import { begin, lab, scope } from './sessions';
import { conversation } from './transcript';
import { World } from './world';

const expecting = 'expecting.stack';
const routing = 'routing.stack';

describe('data breakpoints and exceptions', () => {
  conversation('data breakpoints', async (client, note) => {
    await begin(client, { stopAt: 11 });
    note('from the variables');
    const packet = await scope(client, 'Packet');
    const { variables: layers } = await client.ask('variables', { variablesReference: packet });
    const ipv6 = layers.find(layer => layer.name === 'ipv6');
    assert.ok(ipv6);
    const { variablesReference } = ipv6;
    const hopLimit = await client.ask('dataBreakpointInfo', { variablesReference, name: 'Hop Limit' });
    assert.equal(hopLimit.dataId, 'ipv6.hlim');
    await client.ask('dataBreakpointInfo', { variablesReference: packet, name: 'ipv6' });
    await client.ask('dataBreakpointInfo', { variablesReference, name: 'No Such Field' });
    note('from an expression');
    await client.ask('dataBreakpointInfo', { name: 'ip6stat.ip6s_forward' });
    assert.equal((await client.ask('dataBreakpointInfo', { name: 'ipv6.hlim ==' })).dataId, null);
    note('by address: the first byte, and a range that is asked for with its length negative');
    const byte = await client.ask('dataBreakpointInfo', { name: '7', asAddress: true });
    assert.equal(byte.dataId, 'frame[7:1]');
    const range = await client.ask('dataBreakpointInfo', { name: '0x4', asAddress: true, bytes: -4 });
    assert.equal(range.dataId, 'frame[4:4]');
    assert.equal(
      (await client.ask('dataBreakpointInfo', { name: 'here', asAddress: true, bytes: 4 })).dataId,
      null,
    );
    note('set');
    const { breakpoints } = await client.ask('setDataBreakpoints', {
      breakpoints: [
        { dataId: 'frame[4:4]', accessType: 'write' },
        { dataId: 'ipv6.hlim ==' },
        { dataId: 'ip6stat.ip6s_forward', hitCondition: '2' },
      ],
    });
    assert.deepEqual(
      breakpoints.map(one => one.verified),
      [true, false, true],
    );
    const stopped = await client.move('continue');
    assert.equal(stopped.reason, 'data breakpoint');
    await client.ask('evaluate', { expression: 'frame[4:4]' });
    await client.move('continue');
    await client.move('continue');
  });

  conversation('exceptions', async (client, note) => {
    await begin(client, { stopOnEntry: true });
    for (const filter of ['drop', 'icmp6-error', 'malformed', 'policy', 'difference']) {
      note(filter);
      await client.move('packetDebugger/goToFrame', { frame: 1 });
      await client.ask('setExceptionBreakpoints', { filters: [filter] });
      const stopped = await client.move('continue');
      if (stopped.description === 'End of capture') continue;
      assert.equal(stopped.reason, 'exception');
      await client.ask('stackTrace', { threadId: 1, levels: 1 });
    }
    note('with conditions');
    await client.move('packetDebugger/goToFrame', { frame: 1 });
    await client.ask('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [
        { filterId: 'drop', condition: 'udp' },
        { filterId: 'drop', condition: 'ipv6.hlim ==' },
        { filterId: 'storm' },
      ],
    });
    await client.move('continue');
    await client.ask('stackTrace', { threadId: 1, levels: 1 });
  });

  it('what a tap saw is written once, however often a session goes back', async () => {
    const written: number[] = [];
    for (const back of [0, 2]) {
      const world = new World({
        [routing]: [
          'sysctl net.inet.ip.forwarding=1',
          'ifconfig em0 inet 192.0.2.1/24 lladdr 02:00:00:00:01:02 up',
          'ifconfig em1 inet 198.51.100.1/24 lladdr 02:00:00:00:02:01 mtu 1280 up',
          'ifconfig iptap0 create',
          'capture iptap0 pktap "tap.pcapng"',
          'replay "test/captures/linux/25-ipv4-router-r1-lan+wan.pcapng" (lan = em0, wan = em1)',
          '',
        ].join('\n'),
      });
      const client = new Client(world);
      assert.equal((await begin(client, { stack: routing })).description, 'End of capture');
      for (let i = 0; i < back; i++) await client.move('reverseContinue');
      if (back > 0) assert.equal((await client.move('continue')).description, 'End of capture');
      await client.ask('disconnect');
      written.push(world.written.get('tap.pcapng') ?? 0);
    }
    assert.ok(written[0] > 28 * 156, String(written[0]));
    assert.equal(written[1], written[0]);
  });

  it('an ICMP error stops a session as an ICMPv6 error does', async () => {
    const world = new World({
      [routing]: [
        'sysctl net.inet.ip.forwarding=1',
        'ifconfig em0 ether 02:00:00:00:01:02',
        'ifconfig em0 inet 192.0.2.1/24 up',
        'ifconfig em1 ether 02:00:00:00:02:01',
        'ifconfig em1 inet 198.51.100.1/24 mtu 1280 up',
        'replay "test/captures/linux/25-ipv4-router-r1-lan+wan.pcapng" (lan = em0, wan = em1)',
        '',
      ].join('\n'),
    });
    const client = new Client(world);
    const stopped = await begin(client, { stack: routing }, { filters: ['icmp6-error'] });
    assert.equal(stopped.reason, 'exception');
    const { description } = await client.ask('exceptionInfo', { threadId: 1 });
    assert.equal(
      description,
      'Dropped: the time to live is 1, so the packet may go no further. Sent ICMP Time Exceeded to 192.0.2.10.',
    );
  });

  conversation(
    'expectations',
    async client => {
      const stopped = await begin(client, { stack: expecting }, { filters: ['expectation'] });
      assert.equal(stopped.reason, 'exception');
      await client.ask('exceptionInfo', { threadId: 1 });
      await client.move('continue');
    },
    {
      [expecting]: [
        'sysctl net.inet6.ip6.forwarding=1',
        'ifconfig em0 ether 02:00:00:00:01:02',
        'ifconfig em0 inet6 2001:db8:1::1/64 up',
        'replay "samples/ipv6-router/lab.pcapng" (em0 = em0)',
        'expect frame 19 forwarded',
        'expect frame 21 dropped',
        '',
      ].join('\n'),
    },
  );

  conversation('breakpoints change while nothing runs', async client => {
    await begin(client, { stack: lab }, { filters: ['drop'] });
    await client.ask('setExceptionBreakpoints', { filters: [] });
    await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'ip6_forward.link-mtu=too-big' }] });
    await client.move('continue');
    await client.ask('setFunctionBreakpoints', { breakpoints: [] });
    await client.move('reverseContinue');
  });
});
