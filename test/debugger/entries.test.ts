/** Data breakpoints on entries of tables: a session stops where the entry comes, changes or goes. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './client';
import { begin, scope } from './sessions';
import { World } from './world';

const stack = 'entries.stack';
const host = (name: string) => readFileSync(join(PROJECT_ROOT, 'test/replay/hosts', `${name}.stack`), 'utf8');
const sa = (spi: number) => `add ::1 ::2 esp ${spi} -E null -A hmac-md5 "sixteen bytes..." ;`;

interface Watched {
  readonly name: string;
  readonly machine: string;
  readonly capture: string;
  /** What the entry is at the beginning; `none` unless given. */
  readonly was?: string;
  /** What it is where the session stops. */
  readonly becomes: RegExp;
}

const watched: readonly Watched[] = [
  {
    name: 'router[fe80::ff:fe00:102%em0]',
    machine: host('h1-autoconf'),
    capture: '17-rs-ra-slaac.pcap',
    becomes: /^em0, for 1800 s$/,
  },
  {
    name: 'prefix[2001:db8:77::/64]',
    machine: host('h1-autoconf'),
    capture: '17-rs-ra-slaac.pcap',
    becomes: /^em0, not on link, for addresses, valid for 86400 s, 0 routers$/,
  },
  {
    name: 'pathmtu[2001:db8:2::10]',
    machine: host('h1'),
    capture: '04-packet-too-big-r1-lan.pcap',
    becomes: /^1280 bytes until/,
  },
  {
    name: 'neighbor[2001:db8:1::7]',
    machine: `${host('h1')}\nat 0.001s ndp -s 2001:db8:1::7 02:00:00:00:00:07`,
    capture: '04-packet-too-big-r1-lan.pcap',
    becomes: /^02:00:00:00:00:07 on em0, reachable/,
  },
  {
    name: 'group[ff02::db8%em0]',
    machine: `${host('h1')}\nat 0.001s mld join em0 ff02::db8`,
    capture: '04-packet-too-big-r1-lan.pcap',
    becomes: /^em0, hangs on fe80::ff:fe00:101%em0, other listener, 1 member, no timer$/,
  },
  {
    name: 'policy[1]',
    machine: `${host('h1')}\nat 0.001s spdadd ::/0 2001:db8:7::/48 any -P out discard ;`,
    capture: '04-packet-too-big-r1-lan.pcap',
    becomes: /any discard$/,
  },
  {
    name: 'association[0x00001001]',
    machine: `${host('h1')}\n${sa(0x1001)}\nat 0.001s delete ::1 ::2 esp 0x1001 ;`,
    capture: '04-packet-too-big-r1-lan.pcap',
    was: 'esp any, ::1 > ::2, null + hmac-md5, mature, 0 packets (0 bytes)',
    becomes: /^none$/,
  },
  {
    name: 'rule[100].packets',
    machine: `${host('h1')}\nipfw add 100 count ip6 from any to any`,
    capture: '04-packet-too-big-r1-lan.pcap',
    was: '0',
    becomes: /^1$/,
  },
  {
    name: 'rule[65535].bytes',
    machine: `${host('h1')}\nipfw add 100 count ip6 from any to any`,
    capture: '04-packet-too-big-r1-lan.pcap',
    was: '0',
    becomes: /^[1-9]\d*$/,
  },
  {
    name: 'table[1 192.0.2.0/24]',
    machine: `${host('h1')}\nat 0.001s ipfw table 1 add 192.0.2.0/24 7`,
    capture: '04-packet-too-big-r1-lan.pcap',
    becomes: /^7$/,
  },
];

/** A session before its first packet. */
async function session(machine: string, capture: string): Promise<Client> {
  const text = `${machine}\nreplay "test/captures/linux/${capture}" on em0\n`;
  const client = new Client(new World({ [stack]: text }));
  await begin(client, { stack, stopOnEntry: true });
  return client;
}

/** What the entry is where the session is stopped, before and after it went on to where it changes. */
async function change(client: Client, name: string): Promise<{ before: string; after: string }> {
  const value = async () => (await client.ask('evaluate', { expression: name, context: 'watch' })).result;
  const before = await value();
  const { dataId } = await client.ask('dataBreakpointInfo', { name });
  assert.ok(dataId);
  await client.ask('setDataBreakpoints', { breakpoints: [{ dataId }] });
  const { reason, text } = await client.move('continue');
  assert.equal(reason, 'data breakpoint');
  assert.equal(text, `changes ${name}`);
  return { before, after: await value() };
}

describe('data breakpoints on entries', () => {
  for (const { name, machine, capture, was = 'none', becomes } of watched) {
    it(`stop where ${name} changes`, async () => {
      const { before, after } = await change(await session(machine, capture), name);
      assert.equal(before, was);
      assert.match(after, becomes);
    });
  }

  it('stop where a timer is stopped', async () => {
    const forgotten = 'at 0.001s ndp -d 2001:db8:1::1\nat 0.001s ndp -d fe80::ff:fe00:102%em0';
    const client = await session(`${host('h1')}\n${forgotten}`, '04-packet-too-big-r1-lan.pcap');
    const { variables } = await client.ask('variables', {
      variablesReference: await scope(client, 'Timers'),
    });
    const timer = variables.find(row => row.name.startsWith('nd6_llinfo_timer'));
    assert.match(timer?.evaluateName ?? '', /^timer\[nd6_llinfo_timer \d+\]$/);
    const { before, after } = await change(client, timer?.evaluateName ?? '');
    assert.equal(before, timer?.value);
    assert.equal(after, 'none');
  });
});
