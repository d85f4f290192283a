/** Blocks of hosts in a file: what belongs to which, and how they are written. */
import { strict as assert } from 'node:assert';
import { formatEdits, machineDocuments, parseStack, printStack } from '../../src/config';
import { foldsOf, outlineOf } from '../../src/config/editing';

const text = `seed 4
host A {
  ifconfig em0 up
  at 5s ifconfig em0 down
}
host B {
}
host C {
  expect frame 1 dropped
}
link A.em0 B.em0 delay 1500000ns
`;

describe('blocks of hosts', () => {
  it('are printed as they are read', () => {
    const document = parseStack(text, 'lab.stack');
    assert.deepEqual(document.problems, []);
    assert.equal(printStack(document), text);
    assert.deepEqual(formatEdits(document), []);
  });

  it('are formatted at their heads, and leave what is between to itself', () => {
    const document = parseStack('host   A{\n    ifconfig em0   up\n}\n', 'lab.stack');
    assert.deepEqual(
      formatEdits(document).map(edit => edit.text),
      ['host A {', 'ifconfig em0 up'],
    );
  });

  it('hold the lines of one machine each, with the seed that holds for all', () => {
    const kinds = machineDocuments(parseStack(text, 'lab.stack')).map(machine =>
      machine.commands.map(command => command.kind),
    );
    assert.deepEqual(kinds, [['seed', 'ifconfig', 'at'], ['seed'], ['seed', 'expect']]);
  });

  it('fold, and stand in the outline before their lines', () => {
    const document = parseStack(text, 'lab.stack');
    assert.deepEqual(
      foldsOf(document)
        .slice(0, 3)
        .map(({ first, last }) => [first, last]),
      [
        [2, 5],
        [6, 7],
        [8, 10],
      ],
    );
    assert.deepEqual(
      outlineOf(document).map(({ kind, name }) => `${kind} ${name}`),
      [
        'setting seed',
        'host A',
        'interface em0',
        'event at 5s',
        'host B',
        'host C',
        'expectation expect',
        'host link',
      ],
    );
  });
});
