import { strict as assert } from 'node:assert';
import { parseStack, stackProblems } from '../../../src/config/editing';

const problemsOf = (text: string) => stackProblems(parseStack(text, ''));

describe('problems as you type', () => {
  it('names what is wrong in form and in meaning, in the order of the lines', () => {
    const text = 'expect frame 1 dropped at ip6_forward.hop-limt\nifconfg em0 up\n';
    const problems = problemsOf(text);
    assert.deepEqual(
      problems.map(({ from, to, code, suggestion }) => [text.slice(from, to), code, suggestion]),
      [
        ['ip6_forward.hop-limt', 'unknown-decision', 'ip6_forward.hop-limit'],
        ['ifconfg', 'unknown-command', 'ifconfig'],
      ],
    );
    assert.match(problems[0].message, /did you mean ip6_forward\.hop-limit\?$/);
  });

  it('mends a near miss by its suggestion', () => {
    const text = 'ifconfig em0 inet6 2001:db8::1/64\nroute add -inet6 defalt fe80::1%em0\nifconfg em0 up\n';
    for (const { from, to, suggestion } of problemsOf(text).reverse()) {
      if (suggestion === null) continue;
      const mended = text.slice(0, from) + suggestion + text.slice(to);
      assert.ok(problemsOf(mended).length < problemsOf(text).length);
    }
  });

  it('shows no more than a thousand of a file that is all mistakes', () => {
    assert.equal(problemsOf('nonsense\n'.repeat(5000)).length, 1000);
  });

  it('has nothing against an empty file', () => {
    assert.deepEqual(problemsOf(''), []);
  });
});
