/**
 * Every sentence that the extension itself says at run time, each once, in the language of VS Code's display.
 */
import { l10n } from 'vscode';

export const sentences = {
  packets: () => l10n.t('Packets'),
  expectations: () => l10n.t('Packet Expectations'),
  replayTests: () => l10n.t('Replay'),
  debugTests: () => l10n.t('Debug'),
  coverTests: () => l10n.t('Replay with Coverage'),
  replayStopped: () => l10n.t('The replay was stopped before its end.'),
  namesNoCapture: () =>
    l10n.t('The file names no capture to replay: add a line such as replay "file.pcapng" on em0.'),
  errorOnLine: (line: number, message: string) => l10n.t('Line {0}: {1}', line, message),
  packetsOf: (file: string) => l10n.t('Packets of {0}', file),
  noStack: () =>
    l10n.t('There is no .stack file here; write one that describes the machine, then press F5 again.'),
  nothingToDebug: () => l10n.t('Open a .stack file or a capture first, then debug its packets.'),
  whichMachine: () => l10n.t('Which machine shall the packets meet?'),
  goToFrame: () => l10n.t('Go to Frame'),
  goToFramePrompt: () =>
    l10n.t(
      'Number of a frame, or of a frame and a step: 417 or 417.3; e2 is the second event that is no frame',
    ),
  goToFrameWrong: () => l10n.t('Write a number such as 417, 417.3 or e2'),
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
  browseStack: () => l10n.t('Browse…'),
  stackFiles: () => l10n.t('Machines'),
  noMachine: () => l10n.t('None: show the capture without verdicts'),
  newStack: (capture: string) =>
    l10n.t(
      '# The machine that {0} passes through.\nsysctl net.inet6.ip6.forwarding=1\nifconfig em0 inet6 2001:db8:1::1/64 up\nreplay "{0}" on em0\n',
      capture,
    ),
  open: () => l10n.t('Open'),
  record: () => l10n.t('Record What the Stack Saw'),
  recordPktap: () => l10n.t('With PKTAP headers'),
  recordPktapDetail: () => l10n.t('Each packet with its interface, direction and protocol family'),
  recordRaw: () => l10n.t('Raw IP'),
  recordRawDetail: () => l10n.t('Packets from their IP header on'),
  everyHost: () => l10n.t('All hosts'),
  nothingToRecord: () => l10n.t('No machine replays this capture; choose a .stack file first.'),
  recording: () => l10n.t('Recording what the stack sees'),
  exporting: () => l10n.t('Exporting packets'),
  exported: (file: string) => l10n.t('Exported to {0}.', file),
  exportOverItself: () => l10n.t('That is the capture itself; give the export another name.'),
  workerEnded: (reason: string) => l10n.t('{0} Close the capture and open it again.', reason),
  editorClosed: () => l10n.t('The editor was closed.'),
  tooLarge: (file: string) =>
    l10n.t(
      '{0} has over 512 MB, which is too much for a file that is not on this machine; copy it here first.',
      file,
    ),
  stoppedAt: (frame: number, step: number) => l10n.t('Stopped at packet {0}, step {1}', frame, step),
  stoppedAtEvent: (event: number, step: number) => l10n.t('Stopped at event e{0}, step {1}', event, step),
  stoppedOutside: () => l10n.t('Stopped at no packet'),
  mirrorsNothing: () => l10n.t('This frame mirrors no line of a kernel.'),
  noKernelSources: () =>
    l10n.t(
      'Name the folder of your kernel sources in packetDebugger.kernelSources; a session takes it when it begins.',
    ),
  noKernelLine: (reason: string) => l10n.t('The kernel line cannot be opened: {0}.', reason),
  openSettings: () => l10n.t('Open Settings'),
  changeTo: (text: string) => l10n.t('Change to `{0}`', text),
  noInterfaceHere: () => l10n.t('Only names of interfaces can be changed everywhere at once.'),
  notAnInterfaceName: (name: string) => l10n.t('{0} is no name for an interface.', name),
  debugLens: () => l10n.t('Debug'),
  replayLens: () => l10n.t('Replay'),
  replaying: (file: string) => l10n.t('Replaying {0}', file),
  expectationHeld: () => l10n.t('As expected.'),
  lineUnused: () => l10n.t('Nothing used this line in the last replay.'),
  lineUsed: (events: number, complete: boolean) => {
    if (events === 0) return complete ? sentences.lineUnused() : l10n.t('Nothing used this line so far.');
    const times = events === 1 ? l10n.t('one packet or timer') : l10n.t('{0} packets and timers', events);
    return complete ? l10n.t('Used by {0} in the last replay.', times) : l10n.t('Used by {0} so far.', times);
  },
  ruleCounted: (packets: number, bytes: number) =>
    l10n.t(
      '{0}, {1}',
      packets === 1 ? l10n.t('1 packet') : l10n.t('{0} packets', packets.toLocaleString('en')),
      bytes === 1 ? l10n.t('1 byte') : l10n.t('{0} bytes', bytes.toLocaleString('en')),
    ),
  whichSample: () => l10n.t('Which sample?'),
  whereSample: (lab: string) => l10n.t('Where shall the sample "{0}" stand?', lab),
  sampleHere: () => l10n.t('In this window'),
  sampleHereDetail: () => l10n.t('A copy in the extension’s own folder, there again next time'),
  sampleInFolder: () => l10n.t('In a folder of mine…'),
  sampleInFolderDetail: (name: string) => l10n.t('A new folder {0} in one that you choose', name),
  sampleFolder: () => l10n.t('Folder for the Sample'),
  copyHere: () => l10n.t('Copy Here'),
  noSample: (lab: string, reason: string) => l10n.t('The sample "{0}" cannot be opened: {1}', lab, reason),
  fileIsGone: (file: string) => l10n.t('{0} cannot be opened.', file),
};
