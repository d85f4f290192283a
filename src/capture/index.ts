/** Captures: pcap and pcapng, read by random access and written. */
export { Capture, type CaptureOptions } from './capture';
export { FrameCursor } from './cursor';
export { CaptureError } from './error';
export type {
  CaptureInterface,
  CaptureSection,
  Damage,
  FrameVisitor,
  Gap,
  InterfaceStatistics,
} from './format';
export { LARGEST_UNPACKED, openSource } from './gzip';
export { APPLICATION, PcapngWriter, type WrittenInterface, type WrittenPacket } from './pcapngWriter';
export { type ByteSource, MemorySource } from './source';
