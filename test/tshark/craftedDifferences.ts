/** Where we deliberately print something else than tshark 4.0 for frames made by hand, and why. */
export interface CraftedDifference {
  /** Names of the frames. */
  readonly frames: RegExp;
  readonly fields: readonly string[];
  readonly reason: string;
}

export const craftedDifferences: readonly CraftedDifference[] = [
  {
    frames: /option (assist information|mobile node identifier)/,
    fields: ['icmpv6.unknown_data', 'icmpv6.unknown_data.expert', '_ws.malformed'],
    reason:
      'tshark adds the wrong offset after these options and shows bytes from before them as the rest of the option.',
  },
  {
    frames: /option certificate/,
    fields: ['_ws.malformed', '_ws.malformed.expert', 'icmpv6.opt.padding'],
    reason: 'tshark looks into the certificate; what is above the stack is data to us.',
  },
  {
    frames: /option CGA/,
    fields: ['_ws.malformed', '_ws.malformed.expert'],
    reason: 'tshark looks into the public key.',
  },
  {
    frames: /^ICMPv6 time exceeded 1$/,
    fields: ['data', 'data.data', 'data.len'],
    reason:
      'tshark shows the data of a broken extension structure before that of the packet quoted before it.',
  },
  {
    frames: /router advertisement mobile without address/,
    fields: ['icmp.mip.content'],
    reason: 'tshark shows the content of unknown extensions above 127 as empty.',
  },
  {
    frames: /TCP header of 15 words/,
    fields: ['_ws.malformed', '_ws.malformed.expert'],
    reason: 'tshark goes on past the options that end early, and finds nothing there.',
  },
];
