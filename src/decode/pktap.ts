/** PKTAP: a header of the capturing system, with interface and process, before a frame of any link type. */
import { LINKTYPE_PKTAP, LINKTYPE_USER2 } from '../wire/linktype';
import { type Dissection, LITTLE } from './dissection';
import { expert, GROUP, SEVERITY } from './expert';
import { defineProtocol } from './registry';
import { dispatch, type Handle, linkTypes } from './tables';

export const PKTAP = defineProtocol(
  'pktap',
  'PKTAP packet header',
  {
    hdrlen: ['pktap.hdrlen', 'uint32', 'dec', 'Header length'],
    rectype: ['pktap.rectype', 'uint32', 'dec', 'Record type'],
    dlt: ['pktap.dlt', 'uint32', 'dec', 'DLT'],
    ifname: ['pktap.ifname', 'stringz', '', 'Interface name'],
    flags: ['pktap.flags', 'uint32', 'hex', 'Flags'],
    pfamily: ['pktap.pfamily', 'uint32', 'dec', 'Protocol family'],
    llhdrlen: ['pktap.llhdrlen', 'uint32', 'dec', 'Link-layer header length'],
    lltrlrlen: ['pktap.lltrlrlen', 'uint32', 'dec', 'Link-layer trailer length'],
    pid: ['pktap.pid', 'uint32', 'dec', 'Process ID'],
    cmdname: ['pktap.cmdname', 'stringz', '', 'Command name'],
    svcClass: ['pktap.svc_class', 'uint32', 'dec', 'Service class'],
    iftype: ['pktap.iftype', 'uint16', 'dec', 'Interface type'],
    ifunit: ['pktap.ifunit', 'uint16', 'dec', 'Interface unit'],
    epid: ['pktap.epid', 'uint32', 'dec', 'Effective process ID'],
    ecmdname: ['pktap.ecmdname', 'stringz', '', 'Effective command name'],
    hdrlenTooShort: ['pktap.hdrlen_too_short', 'none', '', 'Header length is too short'],
  },
  { short: 'PKTAP' },
);

/** What `frame.protocols` names between PKTAP and the frame in it. */
const PACKET_DATA = defineProtocol('pcap_pktdata', 'pcap/pcapng packet data', {});
/** What it names before PKTAP under the number for private use. */
const USER_DLT = defineProtocol('user_dlt', 'DLT User', {});

const USER_DLT_TEXT = `DLT: ${LINKTYPE_USER2}, Payload: pktap (PKTAP packet header)`;
const HEADER = 108;
const NAME = 24;
const COMMAND = 20;
const PACKET_FOLLOWS = 1;

function dissect(d: Dissection, at: number, end: number, reported: number): number {
  const { bytes } = d;
  const little16 = (p: number) => bytes[p] | (bytes[p + 1] << 8);
  const little32 = (p: number) => (little16(p) | (little16(p + 2) << 16)) >>> 0;
  d.need(at, 4, end, reported);
  const length = little32(at);
  const outer = d.openLayer(PKTAP.self, at, Math.min(length, end - at));
  const lengthEntry = d.add(PKTAP.hdrlen, at, 4, length, LITTLE);
  if (length < HEADER) {
    expert(d, PKTAP.hdrlenTooShort, SEVERITY.error, GROUP.malformed, at, lengthEntry);
    return reported;
  }
  const word = (id: number, p: number) => {
    d.need(at + p, 4, end, reported);
    d.add(id, at + p, 4, little32(at + p), LITTLE);
  };
  word(PKTAP.rectype, 4);
  word(PKTAP.dlt, 8);
  d.need(at + 12, NAME, end, reported);
  d.add(PKTAP.ifname, at + 12, NAME);
  word(PKTAP.flags, 36);
  word(PKTAP.pfamily, 40);
  word(PKTAP.llhdrlen, 44);
  word(PKTAP.lltrlrlen, 48);
  word(PKTAP.pid, 52);
  d.need(at + 56, COMMAND, end, reported);
  d.add(PKTAP.cmdname, at + 56, COMMAND);
  word(PKTAP.svcClass, 76);
  d.need(at + 80, 2, end, reported);
  d.add(PKTAP.iftype, at + 80, 2, little16(at + 80), LITTLE);
  d.need(at + 82, 2, end, reported);
  d.add(PKTAP.ifunit, at + 82, 2, little16(at + 82), LITTLE);
  word(PKTAP.epid, 84);
  d.need(at + 88, COMMAND, end, reported);
  d.add(PKTAP.ecmdname, at + 88, COMMAND);
  d.close(outer);
  if (little32(at + 4) !== PACKET_FOLLOWS) return reported;
  d.need(at, length, end, reported);
  d.enter(PACKET_DATA.self);
  const handle = linkTypes.get(little32(at + 8));
  d.ethernetAt = at + length;
  // An own PKTAP header within one would nest without end.
  if (handle === undefined || handle === pktap || handle === pktapUser) return reported;
  dispatch(d, handle, at + length, end, reported);
  return reported;
}

const pktap: Handle = { protocol: PKTAP.self, dissect, leaf: false };
const pktapUser: Handle = {
  protocol: USER_DLT.self,
  leaf: false,
  dissect: (d, at, end, reported) => {
    const outer = d.openLayer(USER_DLT.self, at, end - at);
    const layer = d.currentParent === outer ? -1 : d.currentParent;
    d.markText(layer, `DLT: ${LINKTYPE_USER2}`);
    d.close(outer);
    const next = dispatch(d, pktap, at, end, reported);
    d.markText(layer, USER_DLT_TEXT);
    return next;
  },
};
linkTypes.register(pktap, LINKTYPE_PKTAP);
linkTypes.register(pktapUser, LINKTYPE_USER2);
