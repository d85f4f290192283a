import { strict as assert } from 'node:assert';
import { captureArgument, parseArguments, UsageError } from '../../src/replay/cli/arguments';

function refused(words: string[], message: RegExp): void {
  assert.throws(
    () => parseArguments(words),
    (error: unknown) => error instanceof UsageError && message.test(error.message),
  );
}

describe('arguments', () => {
  it('reads all of replay', () => {
    assert.deepEqual(
      parseArguments(
        'replay --stack r.stack --capture a.pcap@em0 --capture=b.pcapng --until 10s --compare --output o.pcapng --json'.split(
          ' ',
        ),
      ),
      {
        command: 'replay',
        stack: 'r.stack',
        captures: [
          { text: 'a.pcap@em0', file: 'a.pcap', interface: 'em0' },
          { text: 'b.pcapng', file: 'b.pcapng', interface: null },
        ],
        output: 'o.pcapng',
        annotate: null,
        tap: null,
        report: null,
        until: '10s',
        compare: true,
        json: true,
      },
    );
  });

  it('reads where a tap records, how and of which host', () => {
    const tap = (words: string) => {
      const parsed = parseArguments(`replay --stack r.stack ${words}`.split(' '));
      return parsed.command === 'replay' ? parsed.tap : null;
    };
    assert.deepEqual(tap('--tap a@b.pcapng'), { file: 'a@b.pcapng', type: 'pktap', host: null });
    assert.deepEqual(tap('--raw --tap s.pcapng@B'), { file: 's.pcapng', type: 'raw', host: 'B' });
    assert.throws(() => tap('--raw'), /--raw says how --tap records/);
    assert.throws(() => tap('--tap o.pcapng --output o.pcapng'), /give them different names/);
    assert.throws(() => tap('--tap o.pcapng --report 3'), /leave out --tap/);
  });

  it('takes the interface after the last @', () => {
    assert.deepEqual(captureArgument('a@b.pcap@em1'), {
      text: 'a@b.pcap@em1',
      file: 'a@b.pcap',
      interface: 'em1',
    });
    assert.equal(captureArgument('@em1').interface, null);
    assert.equal(captureArgument('a.pcap@').interface, null);
  });

  it('reads decode, filter, decisions, dap, help and version', () => {
    assert.deepEqual(parseArguments(['decode', 'f', '--fields', 'a,b', '--fields', 'c']), {
      command: 'decode',
      file: 'f',
      fields: ['a', 'b', 'c'],
    });
    assert.deepEqual(parseArguments(['filter', 'f', 'ipv6.hlim == 1']), {
      command: 'filter',
      file: 'f',
      expression: 'ipv6.hlim == 1',
    });
    assert.deepEqual(parseArguments(['filter', '--', '--odd', '-x']), {
      command: 'filter',
      file: '--odd',
      expression: '-x',
    });
    assert.deepEqual(parseArguments(['decisions', '--json']), { command: 'decisions', json: true });
    assert.deepEqual(parseArguments(['decisions']), { command: 'decisions', json: false });
    assert.deepEqual(parseArguments(['dap']), { command: 'dap' });
    assert.deepEqual(parseArguments(['--help']), { command: 'help' });
    assert.deepEqual(parseArguments(['replay', '--help']), { command: 'help' });
    assert.deepEqual(parseArguments(['--version']), { command: 'version' });
  });

  it('says in a sentence what is wrong', () => {
    refused([], /^Name a command/);
    refused(['play'], /no command play/);
    refused(['replay'], /needs --stack/);
    refused(['replay', '--stack'], /--stack needs a value/);
    refused(['replay', '--stack', 'a', '--stack', 'b'], /given 2 times/);
    refused(['replay', '--stack', 'a', '--speed'], /knows no option --speed/);
    refused(['decode', 'a.pcap', '--fields', 'ipv6.src', '-Y', 'udp'], /knows no option -Y/);
    refused(['replay', '--stack', 'a', 'b.pcap'], /does not know what to do with b\.pcap/);
    refused(['decode', 'f'], /needs --fields/);
    refused(['decode', '--fields', 'a'], /needs the name/);
    refused(['filter', 'f'], /needs the name of a capture and a display filter/);
  });
});
