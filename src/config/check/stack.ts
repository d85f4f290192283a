/**
 * Checks of a whole file: what a machine would make of the lines, one after the other. Lines that hold from
 * the beginning are taken in their order, then `at` lines by their time.
 */
import { isMachineCommand, machineDocuments } from '../machine';
import type { AtCommand, Command, MachineCommand, StackDocument } from '../nodes';
import type { Problem } from '../problem';
import type { Range } from '../text';
import { checkAssociation, checkFlush, checkRemoval } from './association';
import { checkCapture } from './capture';
import { Checker } from './checker';
import { checkDivert } from './divert';
import { checkIfconfig } from './ifconfig';
import { checkIpfw, checkRule } from './ipfw';
import { checkMld } from './mld';
import { setsUp } from './model';
import { Network } from './network';
import { checkPolicy } from './policy';
import { checkArp, checkNdp, checkRoute } from './route';
import { checkExpect, checkFault, checkReplay } from './scenario';
import { checkSysctl } from './sysctl';

/** Machine commands in the order in which they happen: those of time zero, then the others by time. */
function inOrder(commands: readonly Command[]): MachineCommand[] {
  const zero: MachineCommand[] = [];
  const later: AtCommand[] = [];
  for (const command of commands) {
    if (command.kind === 'at') later.push(command);
    else if (isMachineCommand(command)) zero.push(command);
  }
  // Where the first frame stands on the calendar is not known here: absolute times count as after the
  // relative ones.
  later.sort(
    (a, b) =>
      Number(a.time.value.absolute) - Number(b.time.value.absolute) ||
      a.time.value.seconds - b.time.value.seconds ||
      a.time.value.nanoseconds - b.time.value.nanoseconds,
  );
  return [...zero, ...later.map(command => command.command)];
}

/** Problems of meaning, in the order of their places; `document.problems` has those of form. Never throws. */
export function checkStack(document: StackDocument): Problem[] {
  const problems =
    document.hosts.length === 0 ? checkMachine(document, new Checker(document)) : checkNetwork(document);
  return problems.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Every machine for itself, then the lines that lie between them. */
function checkNetwork(document: StackDocument): Problem[] {
  const network = new Network(document);
  const checkers = machineDocuments(document).map((machine, number) => {
    const checker = new Checker(machine, document.hosts[number].name.value, number);
    checkMachine(machine, checker);
    return checker;
  });
  network.check(checkers);
  return [...network.report.problems, ...checkers.flatMap(checker => checker.report.problems)];
}

/** One machine; in a file that describes one, what is replayed and expected as well. */
function checkMachine(document: StackDocument, checker: Checker): Problem[] {
  checkOptions(checker, document);
  for (const command of inOrder(document.commands)) {
    if (
      command.kind === 'ifconfig' &&
      checker.timed.has(command) &&
      !setsUp(command) &&
      !checker.known(command.interface)
    )
      continue;
    checkCommand(checker, command);
  }
  for (const command of document.commands) {
    if (command.kind === 'replay') checkReplay(checker, command);
    else if (command.kind === 'expect') checkExpect(checker, command);
  }
  for (const place of checker.smallMtus) {
    checker.report.warning(
      'small-mtu',
      place,
      'A link that carries IPv6 has an MTU of 1280 at least (RFC 8200 5).',
      '1280 or more',
    );
  }
  return checker.report.problems;
}

function checkOptions({ report }: Checker, document: StackDocument): void {
  let ipsec: Range | null = null;
  let fast: Range | null = null;
  for (const command of document.commands) {
    if (command.kind !== 'options') continue;
    for (const option of command.options) {
      if (option.value === 'IPSEC') ipsec = command.on ? option : null;
      if (option.value === 'FAST_IPSEC') fast = command.on ? option : null;
    }
  }
  if (ipsec !== null && fast !== null) {
    const later = ipsec.from > fast.from ? ipsec : fast;
    report.error('contradiction', later, 'A kernel has IPSEC or FAST_IPSEC, not both.', 'one of them');
  }
}

function checkCommand(checker: Checker, command: MachineCommand): void {
  switch (command.kind) {
    case 'ifconfig':
      checkIfconfig(checker, command);
      break;
    case 'route':
      checkRoute(checker, command);
      break;
    case 'ndp':
      checkNdp(checker, command);
      break;
    case 'arp':
      checkArp(checker, command);
      break;
    case 'sysctl':
      checkSysctl(checker, command);
      break;
    case 'spdadd':
    case 'spddelete':
      checkPolicy(checker, command);
      break;
    case 'spdflush':
      checker.model.policies.clear();
      break;
    case 'add':
      checkAssociation(checker, command);
      break;
    case 'get':
    case 'delete':
    case 'deleteall':
      checkRemoval(checker, command);
      break;
    case 'flush':
      checkFlush(checker, command);
      break;
    case 'ipfw-add':
      checkRule(checker, command);
      break;
    case 'ipfw-delete':
    case 'ipfw-zero':
    case 'ipfw-show':
    case 'ipfw-flush':
      checkIpfw(checker, command);
      break;
    case 'divert':
      checkDivert(checker, command);
      break;
    case 'ipfw-table':
    case 'ipfw-set':
    case 'listen':
      break;
    case 'rtsol':
      checker.known(command.interface);
      break;
    case 'mld':
      checkMld(checker, command);
      break;
    case 'capture':
      checkCapture(checker, command);
      break;
    case 'fault':
      checkFault(checker, command);
      break;
    default:
      command satisfies never;
  }
}
