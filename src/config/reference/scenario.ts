/** What the words mean that say what happens and what must come of it. */
import type { ReferenceTable, Row } from './table';

export const scenarioReference: ReferenceTable = {
  host: {
    manual: null,
    rows: [
      [
        'host',
        'host NAME { … }',
        'One machine of several: the lines up to the bracket that closes the block are its own. An `expect` line in it is about what this host did. Outside, its interfaces are named with it, as in A.em0.',
        'host A {\n  ifconfig em0 up\n}',
      ],
    ],
  },
  link: {
    manual: null,
    rows: [
      [
        'link',
        'link HOST.IF HOST.IF… [delay TIME]',
        'A segment between interfaces of hosts: what one end sends, all others receive. Two point-to-point interfaces are joined by a line without link addresses.',
        'link A.em1 B.em0',
      ],
      ['delay', 'delay TIME', 'How long a packet travels; no time without it.', 'link A.em1 B.em0 delay 1ms'],
    ],
  },
  replay: {
    manual: null,
    rows: [
      [
        'replay',
        'replay "CAPTURE" [on IF] | replay "CAPTURE" (NAME = IF, …)',
        'Which capture arrives on which interface. Several are merged by time. The file is named relative to this one, or absolutely.',
        'replay "lan.pcap" on em0',
      ],
      ['on', 'on IF', 'Every frame of the capture arrives on this interface.', 'replay "lan.pcap" on em0'],
    ],
  },
  at: {
    manual: null,
    rows: [
      [
        'at',
        'at TIME COMMAND',
        'A command that happens later: after a time since the first frame (5s, 250ms, 1.5, 2m), or at a time since 1970 (@1767225600, 2026-01-01T00:00:00Z).',
        'at 5s ifconfig em1 down',
      ],
    ],
  },
  fault: {
    manual: null,
    rows: [
      [
        'fault',
        'fault FUNCTION ERROR [after N] [once|always|N times] [for FILTER]',
        'Makes a function of the kernel fail, which no configuration can. Always, unless it says otherwise; for every packet, or for those that a display filter selects.',
        'fault if_output ENOBUFS 3 times for ipv6.hlim == 64',
      ],
      [
        'after',
        'after N',
        'The function works so often before it fails the first time.',
        'fault ipsec6_getpolicybyaddr ENOBUFS after 1 once',
      ],
      ['once', 'once', 'The function fails one time.', 'fault m_copy ENOBUFS once'],
      ['always', 'always', 'The function fails every time.', 'fault m_copy ENOBUFS always'],
      ['times', 'N times', 'The function fails so often.', 'fault if_output ENETDOWN 2 times'],
      [
        'for',
        'for FILTER',
        'Only packets that the display filter selects. It goes on to the end of the line.',
        'fault if_output ENOBUFS for udp',
      ],
      [
        'off',
        'fault [FUNCTION] off',
        'The function works again, or all of them.',
        'at 5s fault if_output off',
      ],
    ],
  },
  expect: {
    manual: null,
    rows: [
      [
        'expect',
        'expect frame N [in "CAPTURE"] VERDICT [at DECISION[=OUTCOME]] | expect counter NAME [OP] N | expect VERDICT [OP] N',
        'What must come out. A line that does not hold makes the exit status 1 and prints what happened instead.',
        'expect frame 12 dropped at ip6_forward.source-scope',
      ],
      ['frame', 'frame N', 'The frame of that number, from 1 on.', 'expect frame 1 forwarded'],
      [
        'in',
        'in "CAPTURE"',
        'The capture that the number counts in, where there are several.',
        'expect frame 1 in "lan.pcap" forwarded',
      ],
      [
        'at',
        'at DECISION[=OUTCOME]',
        'The decision that settled the verdict, and how it fell.',
        'expect frame 2 dropped at ip6_forward.hop-limit=exceeded',
      ],
      [
        'through',
        'through DECISION[=OUTCOME]',
        'A decision on the way, and how it fell.',
        'expect frame 2 through ip6_forward.hop-limit',
      ],
      [
        'sends',
        'sends KIND',
        'What is sent on account of the frame: forwarded, icmp6-error, icmp-error, redirect, arp-request, arp-reply, neighbor-solicitation, neighbor-advertisement, or nothing.',
        'expect frame 3 sends icmp6-error',
      ],
      [
        'on',
        'sends KIND on IF',
        'The interface by which it leaves.',
        'expect frame 1 sends forwarded on em1',
      ],
      [
        'counter',
        'counter NAME [OP] N',
        'The value of a counter at the end; OP is ==, !=, <, <=, > or >=, and == when left out.',
        'expect counter ip6stat.ip6s_forward 12',
      ],
      ...(
        [
          ['forwarded', 'The packet went on to the next hop.'],
          ['delivered', 'The packet was for this machine, and was taken in.'],
          ['dropped', 'The packet went no further.'],
          ['encapsulated', 'The packet left inside another.'],
          ['decapsulated', 'A packet was taken out of another.'],
          ['diverted', 'The packet went to a program.'],
          ['queued', 'The packet waits for something.'],
          ['consumed', 'The packet did its work here and needs no more.'],
          ['panic', 'The kernel stops.'],
        ] as const
      ).map(
        ([word, meaning]): Row => [
          word,
          `expect frame N ${word} | expect ${word} [OP] N`,
          meaning,
          `expect frame 1 ${word}`,
        ],
      ),
    ],
  },
};
