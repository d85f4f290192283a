/** What may be asked of a tap (bsd/net/iptap.c, iptap_ioctl): how many captures are under way on it. */
import { EINVAL, ENOENT, ENOTSUP, EPERM } from '../errno';
import type { Host } from '../host';
import { fault } from '../net/fault';
import type { Ifnet } from '../net/if';
import { branch, decide, decision, enter, leave, printf, switched } from '../trace';
import { iptapOf } from './iptapVar';
import { lines } from './source';

export const PKTP_CMD_FILTER_GET = 1;
export const PKTP_CMD_TAP_COUNT = 4;
const COUNT_SIZE = 4;

/** Requests: those that carry data in ask for the super-user. */
export type IptapRequest = 'get32' | 'get64' | 'set32' | 'other';

/**
 * What is asked: `cmd` PKTP_CMD_*, `len` the bytes that the caller has for the answer, `root` by the
 * super-user.
 */
interface IptapAsked {
  readonly request: IptapRequest;
  readonly cmd: number;
  readonly len: number;
  readonly root: boolean;
}

interface IptapAnswer {
  readonly error: number;
  readonly count?: number;
}

const privilege = decision('iptap_ioctl.privilege', {
  question: "Does the request carry data in without being the super-user's?",
  outcomes: { refused: 'Yes: it is refused.', allowed: 'No.' },
  kernel: lines(406, 411),
  reference: 'kauth_authorize_generic; iptap_ioctl (bsd/net/iptap.c)',
});

const command = decision('iptap_ioctl.command', {
  question: 'Which request is it?',
  outcomes: {
    query32: 'A query of a 32-bit program, which is widened.',
    query64: 'A query.',
    other: 'None that a tap knows; flags and MTU are among those.',
  },
  kernel: lines(413, 437),
  reference: 'iptap_ioctl (bsd/net/iptap.c)',
});

/** Asks something of a tap's interface. */
export function iptap_ioctl(host: Host, ifp: Ifnet, asked: IptapAsked): IptapAnswer {
  enter(host, 'iptap_ioctl', null);
  const answer = answerOf(host, ifp, asked);
  leave(host);
  return answer;
}

function answerOf(host: Host, ifp: Ifnet, asked: IptapAsked): IptapAnswer {
  const { request, root } = asked;
  const refused = branch(host, 406, request !== 'other') && branch(host, 408, !root);
  decide(host, privilege, refused ? privilege.refused : privilege.allowed);
  if (refused) return { error: EPERM };
  switched(host, 413, request);
  const outcome =
    request === 'get32' ? command.query32 : request === 'get64' ? command.query64 : command.other;
  decide(host, command, outcome);
  return outcome === command.other ? { error: ENOTSUP } : iptap_getdrvspec(host, ifp, asked);
}

const softc = decision('iptap_getdrvspec.softc', {
  question: 'Is the tap still there?',
  outcomes: { gone: 'No.', there: 'Yes.' },
  kernel: lines(368, 373),
  reference: 'iptap_getdrvspec (bsd/net/iptap.c)',
});

const query = decision('iptap_getdrvspec.command', {
  question: 'What is the query for?',
  outcomes: { 'tap-count': 'The captures under way.', other: 'Something that a tap does not know.' },
  kernel: lines(375, 395),
  reference: 'iptap_getdrvspec (bsd/net/iptap.c)',
});

const length = decision('iptap_getdrvspec.length', {
  question: 'Is there room for the four bytes of the answer?',
  outcomes: { short: 'No: {len} bytes. The line on the console still says error 0.', enough: 'Yes.' },
  kernel: lines(379, 384),
  reference: 'iptap_getdrvspec (bsd/net/iptap.c)',
});

const copyout = decision('iptap_getdrvspec.copyout', {
  question: 'Can the answer be written to the program?',
  outcomes: { failed: 'No: error {error}.', copied: 'Yes: {count}.' },
  kernel: lines(385, 389),
  reference: 'copyout(9); iptap_getdrvspec (bsd/net/iptap.c)',
});

function iptap_getdrvspec(host: Host, ifp: Ifnet, asked: IptapAsked): IptapAnswer {
  enter(host, 'iptap_getdrvspec', null);
  const answer = read(host, ifp, asked);
  leave(host);
  return answer;
}

function read(host: Host, ifp: Ifnet, { cmd, len }: IptapAsked): IptapAnswer {
  const tap = iptapOf(host, ifp);
  branch(host, 369, tap === null);
  decide(host, softc, tap === null ? softc.gone : softc.there);
  if (tap === null) {
    printf(host, 371, `iptap_getdrvspec: iptap NULL - error ${ENOENT}`);
    return { error: ENOENT };
  }
  switched(host, 375, cmdNames[cmd] ?? cmd);
  decide(host, query, cmd === PKTP_CMD_TAP_COUNT ? query.tapCount : query.other);
  if (cmd !== PKTP_CMD_TAP_COUNT) return { error: EINVAL };
  const short = branch(host, 379, len < COUNT_SIZE);
  decide(host, length, short ? length.short : length.enough, RECORDING && { len });
  if (short) {
    printf(host, 380, `iptap_getdrvspec: PKTP_CMD_TAP_COUNT ifd_len ${len} too small - error 0`);
    return { error: EINVAL };
  }
  return copy(host, tap.rawCount + tap.pktapCount);
}

function copy(host: Host, count: number): IptapAnswer {
  const error = fault(host, 'copyout', null);
  branch(host, 386, error !== 0);
  decide(host, copyout, error === 0 ? copyout.copied : copyout.failed, RECORDING && { error, count });
  if (error === 0) return { error, count };
  printf(host, 387, `iptap_getdrvspec: PKTP_CMD_TAP_COUNT copyout - error ${error}`);
  return { error };
}

const cmdNames: Readonly<Record<number, string>> = {
  [PKTP_CMD_FILTER_GET]: 'FILTER_GET',
  [PKTP_CMD_TAP_COUNT]: 'TAP_COUNT',
};
