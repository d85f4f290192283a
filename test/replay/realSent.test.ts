/**
 * What the model sends against what the real router sent, byte for byte as src/replay/compare.ts compares.
 */
import { strict as assert } from 'node:assert';
import type { Compared } from '../../src/replay';
import { comparedBy } from './compared';
import { input, labReplay } from './lab';
import { sentDifferently } from './linuxDifferences';

/** Captures that show both sides of r1 at once, and the lines that make r1 what it was there. */
const scenes: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  'an echo through r1': [['02-ping6-forwarded-r1-lan.pcap', '02-ping6-forwarded-r1-wan.pcap'], []],
  'too big': [['04-packet-too-big-r1-lan.pcap', '04-packet-too-big-r1-wan.pcap'], ['ifconfig em1 mtu 1280']],
  fragments: [['06-fragments-udp4000-r1-lan.pcap', '06-fragments-udp4000-r1-wan.pcap'], []],
  traceroute: [['07-time-exceeded-traceroute-r1-lan.pcap', '07-time-exceeded-traceroute-r1-wan.pcap'], []],
  unreachables: [['08-unreachables-r1-lan.pcap', '08-unreachables-r1-wan.pcap'], []],
  'redirects, the better router not known at first': [
    ['09-redirect-r1-lan+wan.pcapng'],
    ['ndp -d fe80::ff:fe00:103%em0'],
  ],
  'an echo through r1, in one file': [['02-ping6-forwarded-r1-lan+wan.pcapng'], []],
  'too big, in one file': [['04-packet-too-big-r1-lan+wan.pcapng'], ['ifconfig em1 mtu 1280']],
  'traceroute, in one file': [['07-time-exceeded-traceroute-r1-lan+wan.pcapng'], []],
  'unreachables, in one file': [['08-unreachables-r1-lan+wan.pcapng'], []],
  'beyond scope, in one file': [['10-beyond-scope-r1-lan+wan.pcapng'], []],
  'beyond scope': [['10-beyond-scope-r1-lan.pcap', '10-beyond-scope-r1-wan.pcap'], []],
};

/**
 * Replays a scene and compares all that left; names the packets that the captures and the model do not agree
 * on.
 */
function compared(files: readonly string[], more: readonly string[]): { all: Compared[]; wrong: string[] } {
  const inputs = files.map((file, i) => input(file, files.length === 1 ? null : ['em0', 'em1'][i]));
  const replay = labReplay(inputs, more, { until: '10s' });
  const { all, names } = comparedBy(replay, files);
  const wrong = all
    .filter(one => one.counts && one.compare !== 'agree')
    .map(one => `${names.at(one.position)?.capture} ${names.at(one.position)?.frame}`);
  return { all, wrong };
}

describe('what r1 sends against what the real router sent', function () {
  this.timeout(20_000);

  for (const [name, [files, more]] of Object.entries(scenes)) {
    it(name, () => {
      const { all, wrong } = compared(files, more);
      assert.ok(all.filter(one => one.compare === 'agree' && one.counts).length > 1);
      assert.deepEqual(
        wrong,
        sentDifferently.filter(one => files.includes(one.capture)).map(one => `${one.capture} ${one.frame}`),
      );
    });
  }
});
