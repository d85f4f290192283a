/** Every sentence that the extension itself says at run time, each once, in the language of VS Code's display. */
import { l10n } from 'vscode';

export const sentences = {
  packets: () => l10n.t('Packets'),
  packetsOf: (file: string) => l10n.t('Packets of {0}', file),
  noStack: () =>
    l10n.t('There is no .stack file here; write one that describes the machine, then press F5 again.'),
  nothingToDebug: () => l10n.t('Open a .stack file or a capture first, then debug its packets.'),
  whichMachine: () => l10n.t('Which machine shall the packets meet?'),
  goToFrame: () => l10n.t('Go to Frame'),
  goToFramePrompt: () => l10n.t('Number of a frame, or of a frame and a step: 417 or 417.3'),
  goToFrameWrong: () => l10n.t('Write a number such as 417 or 417.3'),
  goHere: () => l10n.t('Go here'),
  traceOver: () => l10n.t('The debug session that showed this packet is over.'),
  openDecision: () => l10n.t('Open'),
  armedCount: (count: number) => l10n.t('{0} armed', count),
  takenTimes: (count: number) =>
    count === 1 ? l10n.t('Taken once so far.') : l10n.t('Taken {0} times so far.', count),
  outcomesAre: (outcomes: string) => l10n.t('Outcomes: {0}', outcomes),
  armedBy: (names: string) => l10n.t('Stops here: {0}', names),
  armedOnLine: (line: number) => l10n.t('breakpoint on line {0}', line),
  conditionPrompt: () => l10n.t('Stop when this display filter holds, such as ipv6.hlim < 2'),
  changeTo: (text: string) => l10n.t('Change to `{0}`', text),
  fileIsGone: (file: string) => l10n.t('{0} cannot be opened.', file),
};
