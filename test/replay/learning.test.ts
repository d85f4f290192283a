/**
 * A host that a `.stack` file describes, among routers and neighbours: what it learns from a capture, and
 * what time and later lines do to that.
 */
import { strict as assert } from 'node:assert';
import { rtalloc1 } from '#stack/running';
import { Capture, MemorySource } from '../../src/capture';
import { type PastEvent, pathTexts } from '../../src/replay';
import { formatIpv6 } from '../../src/wire/address';
import { pcapFile } from '../capture/build';
import { address, advertisement, ethernet, HOST_MAC, icmp6Packet, ip6, solicitation } from '../stack/packets';
import { prefixOption, R2, ra, redirect } from '../stack/routerPackets';
import { stackReplay } from './lab';

const MADE = '2001:db8:5::ff:fe00:101';
const FAR = '2001:db8:9::9';
const learner = `sysctl net.inet6.ip6.accept_rtadv=1
ifconfig em0 lladdr 02:00:00:00:01:01 inet6 2001:db8:1::1/64 up`;

/** A frame and the second of the capture at which it arrives. */
type Timed = readonly [second: number, frame: Uint8Array];

const echo = (dst: string, src = FAR) => ethernet(icmp6Packet({ src, dst, type: 128 }), { src: HOST_MAC });

/** Runs a machine over frames on em0 until a second of the capture, which begins with second 0. */
function run(lines: string, frames: readonly Timed[], until = 0) {
  const built = [
    [0, ethernet(icmp6Packet({ src: '2001:db8:1::10', dst: '2001:db8:1::1', type: 200 }))] as Timed,
    ...frames,
  ].map(([seconds, bytes]) => ({
    seconds,
    ticks: 0,
    bytes,
  }));
  const capture = Capture.openWhole(new MemorySource(pcapFile({ network: 1 }, built)));
  const placement = { on: 'em0', map: new Map<string, string>(), where: 'made.pcap' };
  const replay = stackReplay(lines, [{ name: 'made.pcap', capture, placement }], {
    ...(until > 0 && { until: `${until}s` }),
  });
  const events: PastEvent[] = [];
  replay.collecting = true;
  replay.onEvent = event => events.push(event);
  assert.equal(replay.run(), 'end');
  const { host } = replay;
  const [em0] = host.interfaces.filter(ifp => ifp.name === 'em0');
  const steps = events.flatMap(event =>
    pathTexts(replay, event.path).map(step => `${Math.floor(event.now / 1e9)} ${step}`),
  );
  return {
    host,
    refusals: events.flatMap(event => event.refusal ?? []),
    /** `second decision=outcome` of all that was decided. */
    steps,
    addresses: em0.addresses.map(ia => formatIpv6(ia.addr)),
    gatewayTo: (dst: string) => {
      const gateway = rtalloc1(host.rt6, address(dst))?.rt_gateway;
      return gateway ? formatIpv6(gateway) : null;
    },
    /** Kind, source and destination of what left after the first frame, by second. */
    sent: events.flatMap(event =>
      event.outputs.map(
        ({ kind, bytes }) =>
          `${Math.floor(event.now / 1e9)} ${kind} ${formatIpv6(bytes, 8)} > ${formatIpv6(bytes, 24)}`,
      ),
    ),
  };
}

const has = (steps: readonly string[], step: string) =>
  assert.ok(steps.includes(step), `${step} in\n${steps.join('\n')}`);

describe('a host that a .stack file describes', () => {
  const advertised = ra({ lifetime: 30, options: [prefixOption({ vltime: 100, pltime: 50 })] });

  it('learns a router, a prefix and an address, unless it forwards or is told not to', () => {
    const { addresses, gatewayTo, host } = run(learner, [[1, advertised]]);
    assert.deepEqual(addresses, ['fe80:1::ff:fe00:101', '2001:db8:1::1', MADE]);
    assert.equal(gatewayTo(FAR), 'fe80:1::1');
    assert.equal(host.prefixes.length, 1);
    for (const line of ['sysctl net.inet6.ip6.forwarding=1', 'ndp -i em0 -accept_rtadv']) {
      const deaf = run(`${learner}\n${line}`, [[1, advertised]]);
      assert.equal(deaf.gatewayTo(FAR), null, line);
      assert.deepEqual(deaf.addresses, addresses.slice(0, 2), line);
    }
  });

  it('forgets routers by ndp -R and prefixes by ndp -P', () => {
    const routers = run(`${learner}\nat 2s ndp -R`, [[1, advertised]], 3);
    assert.deepEqual([routers.refusals, routers.host.defrouters, routers.gatewayTo(FAR)], [[], [], null]);
    assert.equal(routers.host.prefixes.length, 1);
    const prefixes = run(`${learner}\nat 2s ndp -P`, [[1, advertised]], 3);
    assert.deepEqual([prefixes.refusals, prefixes.host.prefixes], [[], []]);
    assert.equal(prefixes.gatewayTo(FAR), 'fe80:1::1');
  });

  it('takes everybody for a neighbour on the interface of ndp -I, to which a route leads, while it has no router', () => {
    const lines = `ifconfig em0 lladdr 02:00:00:00:01:01 inet6 2001:db8:1::1/64 up
sysctl net.inet6.ip6.accept_rtadv=1
route add -inet6 default -interface em0`;
    const asked = (more: string, before: readonly Timed[] = []) =>
      run(`${lines}\n${more}`, [...before, [2, echo('2001:db8:1::1')]]).sent.includes(
        '2 neighbor-solicitation 2001:db8:1::1 > ff02::1:ff00:9',
      );
    assert.ok(!asked(''));
    assert.ok(asked('ndp -I em0'));
    assert.ok(!asked('ndp -I em0\nat 1s ndp -I delete'));
    assert.ok(!asked('ndp -I em0', [[1, ra()]]));
  });

  it('chooses no deprecated address for what it sends, and has none that is no longer valid', () => {
    const lines = `sysctl net.inet6.ip6.forwarding=1
ifconfig em0 lladdr 02:00:00:00:01:01 inet6 2001:db8:1::1/64 up
ifconfig em0 inet6 2001:db8:9::2/64 pltime 5 vltime 20
ndp -s 2001:db8:9::9 ${HOST_MAC}`;
    const expired = ethernet(ip6({ src: FAR, dst: '2001:db8:7::7', hlim: 1 }), { src: HOST_MAC });
    const sentAt = (second: number, frame: Uint8Array) => run(lines, [[second, frame]]).sent.at(-1);
    assert.equal(sentAt(1, expired), `1 icmp6-error 2001:db8:9::2 > ${FAR}`);
    assert.equal(sentAt(12, expired), `12 icmp6-error 2001:db8:1::1 > ${FAR}`);
    assert.equal(sentAt(12, echo('2001:db8:9::2')), `12 local 2001:db8:9::2 > ${FAR}`, 'it still answers');
    assert.ok(!sentAt(30, echo('2001:db8:9::2'))?.includes(' local '), 'but not when it is gone');
    const later = run(lines, [], 30);
    has(later.steps, '6 nd6_timer.address=deprecated');
    has(later.steps, '21 nd6_timer.address=expired');
    assert.ok(!later.addresses.includes('2001:db8:9::2'));
  });

  it('proves an address that a later line gives it, and gives it up to whoever has it', () => {
    const lines = `ifconfig em0 lladdr 02:00:00:00:01:01 inet6 2001:db8:1::1/64 up
at 2s ifconfig em0 inet6 2001:db8:1::5/64`;
    const free = run(lines, [], 9);
    assert.ok(free.sent.some(one => one.endsWith(' neighbor-solicitation :: > ff02::1:ff00:5')));
    assert.ok(free.steps.some(step => step.endsWith('nd6_dad_timer.result=free')));
    const addr = '2001:db8:1::5';
    const claim = ethernet(advertisement(addr, 'ff02::1', addr, 0x20, HOST_MAC), {
      dst: '33:33:00:00:00:01',
    });
    const taken = run(lines, [[2, claim]], 9);
    has(taken.steps, '2 nd6_na_input.learned=duplicate');
    const ask = ethernet(solicitation('2001:db8:1::10', 'ff02::1:ff00:5', addr, HOST_MAC), {
      dst: '33:33:ff:00:00:05',
    });
    const answers = (outcome: ReturnType<typeof run>) =>
      outcome.sent.filter(one => one.startsWith('8 neighbor-adv'));
    assert.equal(answers(run(lines, [[8, ask]])).length, 1);
    assert.deepEqual(
      answers(
        run(lines, [
          [2, claim],
          [8, ask],
        ]),
      ),
      [],
    );
  });

  it('follows a redirect for ten minutes', () => {
    const frames: Timed[] = [
      [1, ra()],
      [2, redirect()],
    ];
    assert.equal(run(learner, frames).gatewayTo(FAR), `fe80:1::${R2.slice(-1)}`);
    const over = run(learner, frames, 700);
    assert.equal(over.gatewayTo(FAR), 'fe80:1::1');
    has(over.steps, '602 icmp6_redirect_timeout.route=deleted');
    const off = run(`${learner}\nsysctl net.inet6.icmp6.rediraccept=0`, frames);
    assert.equal(off.gatewayTo(FAR), 'fe80:1::1');
  });
});
