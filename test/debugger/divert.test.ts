/** A packet that goes to a divert socket and comes back, in the lab *Divert and rewrite*. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, scope } from './sessions';
import { conversation } from './transcript';

const stack = 'samples/divert-and-rewrite/nat.stack';
const printing = 'samples/divert-and-rewrite/printing.stack';

describe('a divert program', () => {
  conversation('a divert program', async (client, note) => {
    await begin(client, { stack, stopAt: 7 });
    note('the packet leaves');
    await client.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'divert_packet.socket-append' }, { name: 'divert_program.answer' }],
    });
    await client.move('continue');
    await client.ask('stackTrace', { threadId: 1 });
    note('the program has it');
    await client.move('continue');
    await client.ask('stackTrace', { threadId: 1 });
    await client.ask('variables', { variablesReference: await scope(client, 'Decision') });
    note('it comes back, and goes on behind its rule');
    await client.move('stepIn');
    await client.move('stepIn');
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('packetDebugger/stepBackOut');
    await client.ask('stackTrace', { threadId: 1 });
  });

  conversation('fields of ARP', async (client, note) => {
    await begin(
      client,
      { stack, stopAt: 1 },
      { names: [{ name: 'if_output.link', condition: 'arp.opcode == 1' }] },
    );
    await client.ask('variables', { variablesReference: await scope(client, 'Packet') });
    note('a request of the machine itself');
    await client.move('continue');
    await client.ask('evaluate', { expression: 'arp.dst.proto_ipv4' });
  });

  const at = 'at 0.1s ipfw list 100\nat 0.1s ipfw table 1 list\nipfw table 1 add 192.0.2.0/24 7\n';
  conversation(
    'what commands print',
    async client => {
      await begin(client, { stack: printing }, { filters: [] });
      await client.move('stepBack');
      await client.move('continue');
    },
    { [printing]: `${readFileSync(join(PROJECT_ROOT, stack), 'utf8')}${at}` },
  );

  conversation(
    'tables of the filter',
    async (client, note) => {
      await begin(client, { stack: printing, stopAt: 7 });
      note('the packet comes to a divert socket');
      await client.ask('setDataBreakpoints', { breakpoints: [{ dataId: 'divert[8668]' }] });
      await client.move('continue');
      const { stackFrames } = await client.ask('stackTrace', { threadId: 1, levels: 1 });
      const { scopes } = await client.ask('scopes', { frameId: stackFrames[0].id });
      const of = (name: string) => scopes.find(one => one.name === name)?.variablesReference ?? 0;
      const first = async (name: string) => {
        const { variables } = await client.ask('variables', { variablesReference: of(name) });
        return variables[0].variablesReference;
      };
      await client.ask('variables', { variablesReference: await first('Divert sockets') });
      note('rules with what they counted, which can be watched');
      const rule = await first('Filters');
      await client.ask('variables', { variablesReference: rule });
      await client.ask('dataBreakpointInfo', { name: 'packets', variablesReference: rule });
      note('addresses of a table can be set');
      const tables = of('Filter tables');
      await client.ask('variables', { variablesReference: tables });
      await client.ask('setVariable', { variablesReference: tables, name: '1 192.0.2.0/24', value: '9' });
      await client.after('invalidated');
      await client.after('memory');
      await client.ask('evaluate', { expression: 'table[1 192.0.2.0/24]' });
      note('what the program has read and given back');
      await client.move('continue');
      await client.ask('evaluate', { expression: 'divert[8668]' });
      note('what cannot be set');
      for (const expression of [
        'rule[100].packets',
        'rule[65535]',
        'divert[8668]',
        'table[1 192.0.2.0/24]',
      ]) {
        await client.refused('setExpression', { expression, value: 'deny' });
      }
    },
    { [printing]: `${readFileSync(join(PROJECT_ROOT, stack), 'utf8')}ipfw table 1 add 192.0.2.0/24 7\n` },
  );

  conversation('a line of a divert program', async client => {
    await begin(
      client,
      { stack },
      { lines: { source: { path: stack }, breakpoints: [{ line: 15 }] }, filters: [] },
    );
    await client.ask('stackTrace', { threadId: 1 });
    await client.move('continue');
    await client.ask('stackTrace', { threadId: 1, levels: 1 });
  });
});
