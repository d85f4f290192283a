/** The packets of a case as a pcapng file, each on the interface that receives it. */
import { IFT_ETHER, if_driver } from '#stack/running';
import { PcapngWriter } from '../../capture';
import { fromHex } from '../../wire/bytes';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../wire/linktype';
import { RECEIVED } from '../frame';
import type { VectorCase, VectorPacket } from './case';
import { packetTimes } from './times';

const SOURCE = '02000000ff01';
/** By the packet's mark: the address of its frame. */
const destinations = { BCAST: 'ffffffffffff', MCAST: '333300000001', none: '02000000ff02' } as const;

/** The whole file. */
export function captureBytes(given: VectorCase): Uint8Array {
  const writer = new PcapngWriter({ application: 'Packet Debugger' });
  const interfaces = new Map<string, number>();
  const times = packetTimes(given);
  for (const [i, packet] of given.given.packets.entries()) {
    const ethernet = if_driver(packet.rcvif).type === IFT_ETHER;
    const linkType = ethernet ? LINKTYPE_ETHERNET : LINKTYPE_RAW;
    const known = interfaces.get(packet.rcvif);
    const id = known ?? writer.addInterface({ name: packet.rcvif, linkType });
    interfaces.set(packet.rcvif, id);
    writer.packet({
      interface: id,
      seconds: Math.floor(times[i]),
      nanoseconds: Math.round((times[i] % 1) * 1e9),
      bytes: frameBytes(packet, ethernet),
      direction: RECEIVED,
    });
  }
  return writer.take();
}

function frameBytes(packet: VectorPacket, ethernet: boolean): Uint8Array {
  const flags = packet.mbufFlags ?? [];
  const mark = flags.includes('BCAST') ? 'BCAST' : flags.includes('MCAST') ? 'MCAST' : 'none';
  const header = ethernet ? `${destinations[mark]}${SOURCE}86dd` : '';
  const bytes = fromHex(header + packet.hex) ?? new Uint8Array(0);
  const whole = new Uint8Array(bytes.length + (packet.zeros ?? 0));
  whole.set(bytes);
  return whole;
}
