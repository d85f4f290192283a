/** Headings and remarks of a report. */

export const words = {
  facts: { packet: 'Packet', time: 'Time', arrivedOn: 'In' },
  why: 'Why',
  trace: 'Trace',
  packet: 'Packet',
  machine: 'Lines of the machine',
  captured: 'As captured',
  atEnd: 'As the machine left it',
  output: (number: number, kind: string, face: string) => `Sent ${number}: ${kind} through ${face}`,
  frame: (frame: number, capture: string) => `Frame ${frame} of ${capture}`,
  onLink: (face: string, frame: number, capture: string) =>
    `Packet on ${face}${frame === 0 ? '' : `, from frame ${frame} of ${capture}`}`,
  cameByLink: 'As it came by the link',
  cutOff: (had: number, whole: number) => `${had} of ${whole} bytes were captured.`,
  notInjected: 'The machine did not receive this frame: it sent it itself, or has no interface for it.',
  nothingDecided: 'Nothing was decided about this packet.',
  network: (offset: number) => `The network header begins at offset ${offset}.`,
  changed: (before: string, after: string, offset: number) => `byte ${offset}: ${before} became ${after}`,
  more: (count: number, why: string) => `${count} more: ${why}`,
  sent: (kind: string, face: string) => `sent ${kind} through ${face}`,
  by: 'Written by Packet Debugger.',
} as const;
