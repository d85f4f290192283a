/** Beginning and ending a session. */
import { strict as assert } from 'node:assert';
import { begin, lab } from './sessions';
import { conversation } from './transcript';

const lonely = 'sysctl net.inet6.ip6.forwarding=1\nifconfig em0 inet6 2001:db8:1::1/64 up\n';

describe('a debug session begins and ends', () => {
  conversation('initialize', async client => {
    const capabilities = await client.ask('initialize', { adapterID: 'packet' });
    assert.equal(capabilities.supportsStepBack, true);
    await client.ask('threads');
    assert.match(await client.refused('next', { threadId: 1 }), /send launch first/);
  });

  conversation(
    'launch errors',
    async (client, note) => {
      await client.ask('initialize', { adapterID: 'packet' });
      const wrong: Readonly<Record<string, object>> = {
        'no machine': {},
        'no such file': { stack: 'nowhere.stack' },
        'a file with an error': { stack: 'wrong.stack' },
        'no capture': { stack: 'lonely.stack' },
        'no such capture': { stack: lab, capture: 'nowhere.pcapng' },
        'a capture that the file names is not there': { stack: 'absent.stack' },
        'not a capture': { stack: lab, capture: lab },
        'no such interface': { stack: lab, capture: 'samples/ipv6-router/lab.pcapng', interface: 'em7' },
        'no display filter': { stack: lab, filter: 'ipv6.hlim <' },
        'no such frame': { stack: lab, stopAt: 1000 },
        'a frame that is no number': { stack: lab, stopAt: 'first' },
        'a seed that is no number': { stack: lab, seed: 1.5 },
        'an output that is no pcapng': { stack: lab, output: 'sent.txt' },
      };
      for (const [title, args] of Object.entries(wrong)) {
        note(title);
        assert.match(await client.refused('launch', args), /\.$|[^.]$/);
      }
      note('then a right one');
      await client.ask('launch', { stack: lab });
      await client.event('initialized');
    },
    {
      'wrong.stack': 'ifconfig em0 inet6 2001:db8:1::1/640 up\nroute ad default\n',
      'lonely.stack': lonely,
      'absent.stack': `${lonely}replay "absent.pcapng" on em0\n`,
    },
  );

  conversation('a drop stops', async client => {
    const stopped = await begin(client, {}, { filters: ['drop'] });
    assert.equal(stopped.reason, 'exception');
    await client.ask('threads');
    await client.ask('stackTrace', { threadId: 1 });
    await client.ask('exceptionInfo', { threadId: 1 });
    await client.ask('disconnect');
  });

  conversation('stop on entry', async client => {
    const stopped = await begin(client, { stopOnEntry: true });
    assert.equal(stopped.reason, 'entry');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('stop at a frame', async client => {
    const stopped = await begin(client, { stopAt: 21 });
    assert.equal(stopped.reason, 'goto');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('a folder without kernel sources', async client => {
    await begin(client, { stopOnEntry: true, kernelSources: '/home/me/src' });
  });

  conversation('without debugging', async client => {
    const stopped = await begin(client, { noDebug: true }, { filters: ['drop'] });
    assert.equal(stopped.description, 'End of capture');
  });

  conversation('with a filter, a seed and an output', async client => {
    await begin(client, { filter: 'ipv6.hlim == 1', seed: 7, output: 'sent.pcapng' }, { filters: ['drop'] });
    await client.ask('disconnect');
    assert.ok((client.world.written.get('sent.pcapng') ?? 0) > 100);
  });

  conversation('the end of the capture', async client => {
    const stopped = await begin(client);
    assert.equal(stopped.description, 'End of capture');
    const { stackFrames } = await client.ask('stackTrace', { threadId: 1 });
    assert.match(await client.refused('evaluate', { expression: 'ipv6.hlim' }), /the capture is at its end/);
    const frameId = stackFrames[0].id;
    const { result } = await client.ask('evaluate', { expression: 'ip6stat.ip6s_forward', frameId });
    assert.equal(result, '9');
    const { scopes } = await client.ask('scopes', { frameId });
    const counters = scopes.find(scope => scope.name === 'Counters')?.variablesReference;
    await client.ask('variables', { variablesReference: counters });
    await client.refused('restartFrame', { frameId });
    assert.match(await client.refused('exceptionInfo', { threadId: 1 }), /the capture is at its end/);
    assert.equal((await client.move('next')).description, 'End of capture');
    await client.move('stepBack');
    await client.ask('stackTrace', { threadId: 1 });
    assert.equal((await client.move('continue')).description, 'End of capture');
    await client.ask('continue', { threadId: 1 });
    await client.event('terminated');
    await client.ask('disconnect');
  });

  conversation(
    'a kernel that stops',
    async client => {
      const stopped = await begin(client, { stack: 'samples/panic.stack' }, { filters: ['panic'] });
      assert.equal(stopped.description, 'mld_input.query-random');
      await client.ask('exceptionInfo', { threadId: 1 });
      await client.ask('stackTrace', { threadId: 1 });
      const end = await client.move('continue');
      assert.equal(end.description, 'Kernel panic');
      assert.match(end.text ?? '', /divides by zero.* 4 frames did not arrive any more\.$/);
      await client.move('stepBack');
      await client.ask('evaluate', { expression: 'verdict', context: 'watch' });
      await client.move('reverseContinue');
      assert.equal((await client.move('reverseContinue')).description, 'Beginning of capture');
      assert.equal((await client.move('continue')).description, 'mld_input.query-random');
    },
    {
      'samples/panic.stack': `ifconfig em0 inet6 2001:db8:1::1/64 up
mld join em0 ff05::db8
at 0.001s mld query em0 ff05::db8 maxdelay 5
replay "../test/captures/linux/02-ping6-forwarded-r1-lan.pcap" on em0
`,
    },
  );

  conversation('terminate', async client => {
    await begin(client, { stopOnEntry: true });
    await client.ask('terminate');
    await client.event('terminated');
    await client.ask('disconnect');
  });

  conversation('requests that are not served', async client => {
    await begin(client, { stopOnEntry: true });
    for (const command of ['attach', 'source', 'modules', 'disassemble', 'toString', '__proto__', '']) {
      assert.match(await client.refused(command), /does not serve/);
    }
    await client.ask('threads');
  });
});
