/**
 * The PKTAP header that stands before a packet captured by a tap of Darwin (bsd/net/pktap.h): little-endian
 * on every machine of those kernels. Offsets are from its start, in bytes.
 */

export const PTH_LENGTH = 0;
export const PTH_TYPE_NEXT = 4;
export const PTH_DLT = 8;
export const PTH_IFNAME = 12;
export const PTH_FLAGS = 36;
export const PTH_PROTOCOL_FAMILY = 40;
export const PTH_FRAME_PRE_LENGTH = 44;
export const PTH_FRAME_POST_LENGTH = 48;
export const PTH_PID = 52;
export const PTH_COMM = 56;
export const PTH_SVC = 76;
export const PTH_IFTYPE = 80;
export const PTH_IFUNIT = 82;
export const PTH_EPID = 84;
export const PTH_ECOMM = 88;
/** Bytes of an interface's name, and of a program's, each with its NUL. */
export const PTH_IFNAME_LENGTH = 24;
export const PTH_COMM_LENGTH = 17;

/** Values of PTH_TYPE_NEXT and bits of PTH_FLAGS. */
export const PTH_TYPE_PACKET = 1;
export const PTH_FLAG_DIR_IN = 1;
export const PTH_FLAG_DIR_OUT = 2;
export const PTH_FLAG_PROC_DELEGATED = 4;
