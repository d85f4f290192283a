/** Numbers of the pcapng format (draft-ietf-opsawg-pcapng), shared by its reader and its writer. */

export const SECTION_HEADER = 0x0a0d0d0a;
export const INTERFACE_DESCRIPTION = 1;
export const OBSOLETE_PACKET = 2;
export const SIMPLE_PACKET = 3;
export const NAME_RESOLUTION = 4;
export const INTERFACE_STATISTICS = 5;
export const ENHANCED_PACKET = 6;
export const SYSTEMD_JOURNAL = 9;
export const CUSTOM = 0x00000bad;
export const CUSTOM_NO_COPY = 0x40000bad;

/** In a section header: tells the section's byte order. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** No block is larger: the largest frame with room for its options. */
export const LARGEST_BLOCK = (128 << 20) + (1 << 17);
/** Type and length before the body, length again after it. */
export const BLOCK_OVERHEAD = 12;
/** From the start of an enhanced or obsolete packet block to its frame. */
export const PACKET_HEADER = 28;
/** From the start of a simple packet block to its frame. */
export const SIMPLE_HEADER = 12;

export const SHB_HARDWARE = 2;
export const SHB_OS = 3;
export const SHB_USERAPPL = 4;
export const IF_NAME = 2;
export const IF_DESCRIPTION = 3;
export const IF_TSRESOL = 9;
export const IF_FILTER = 11;
export const IF_FCSLEN = 13;
export const IF_TSOFFSET = 14;
/** Flags of a packet, also in obsolete packet blocks. The low two bits are the direction. */
export const EPB_FLAGS = 2;
export const ISB_IFRECV = 4;
export const ISB_IFDROP = 5;
export const ISB_FILTERACCEPT = 6;
export const ISB_OSDROP = 7;
export const ISB_USRDELIV = 8;
export const NRB_RECORD_END = 0;
export const NRB_RECORD_IPV4 = 1;
export const NRB_RECORD_IPV6 = 2;
