/**
 * The lab *LAN across a tunnel*: tshark decrypts what travels between the gateways, and finds in it the
 * frames of the hosts as they were.
 */
import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cli/program';
import { lacksTshark, runTshark } from './tshark';

const lab = join(PROJECT_ROOT, 'samples/lan-across-a-tunnel');

/** The associations of the lab as tshark takes them. */
function keys(): string[] {
  const stack = readFileSync(join(lab, 'lan.stack'), 'utf8');
  const found = [...stack.matchAll(/^ *add \S+ \S+ esp (0x\w+) -E aes-gcm-16 (0x\w+) ;$/gm)];
  const lines = found.map(
    ([, spi, key]) =>
      `uat:esp_sa:"IPv6","*","*","${spi}","AES-GCM with 16 octet ICV [RFC4106]","${key}","NULL",""`,
  );
  return [...new Set(lines)].flatMap(line => ['-o', line]);
}

/** Rows of fields. What is not whole in one packet is no row of the frames inside. */
function rows(file: string, filter: string, fields: readonly string[], options: readonly string[] = []) {
  const given = [...options, '-Y', filter, '-T', 'fields', '-E', 'occurrence=l'];
  const { lines, complaints } = runTshark(file, [...given, ...fields.flatMap(name => ['-e', name])]);
  assert.equal(complaints.replace(/^Running as user.*\n/, ''), '');
  return [...lines];
}

describe('the lab LAN across a tunnel', function () {
  this.timeout(60_000);
  if (lacksTshark()) return;

  it('sends the frames of its hosts through ESP and EtherIP, and out as they were', () => {
    const folder = mkdtempSync(join(tmpdir(), 'packet-debugger-'));
    try {
      const file = join(folder, 'sent.pcapng');
      const ran = run(['replay', '--stack', join(lab, 'lan.stack'), '--output', file], folder);
      assert.equal(ran.status, 0, ran.stderr);
      const esp = [
        ...['-o', 'esp.enable_encryption_decode:TRUE', '-o', 'esp.enable_authentication_check:TRUE'],
        ...keys(),
      ];
      const names = ['eth.src', 'eth.dst', '_ws.col.Info'];
      const info = (line: string) => line.replace(/ \((request|reply) in \d+\)$/, '');
      const captured = rows(join(lab, 'lab.pcapng'), 'frame', names).map(info);
      const bridged = rows(file, 'frame.interface_name matches "em0$" && eth && !esp', names).map(info);
      assert.deepEqual(bridged, captured, 'what leaves a gateway is what came in at the other');
      const travelling = ['frame.interface_name', ...names];
      const inside = rows(file, 'esp && etherip', travelling, esp).map(info);
      for (const by of ['A.em1', 'B.em1', 'R.em0', 'R.em1'])
        assert.equal(inside.filter(line => line.startsWith(`${by}\t`)).length, 8, by);
      assert.deepEqual(
        inside.filter(line => /^[AB]\./.test(line)).map(line => line.slice('A.em1\t'.length)),
        captured,
        'what travels is what came in',
      );
      assert.deepEqual(new Set(rows(file, 'esp && etherip', ['esp.icv_good'], esp)), new Set(['1']));
      assert.deepEqual(
        rows(file, 'etherip', ['frame.number']),
        [],
        'nothing of it can be read without the keys',
      );
      // The file has every packet twice, where it leaves its gateway and where it leaves the router: sequence
      // numbers repeat.
      const complaints = rows(
        file,
        '_ws.malformed || _ws.expert.severity >= warning',
        ['_ws.expert.message'],
        [...esp, ...['-o', 'esp.do_esp_sequence_analysis:FALSE']],
      );
      assert.deepEqual(complaints, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
