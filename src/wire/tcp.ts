/** The TCP header (RFC 9293 3.1): where its fields lie, from its start in bytes. */
export const TH_SEQ = 4;
export const TH_ACK = 8;
/** The header's length in words of four bytes, in the upper half of the byte. */
export const TH_OFF = 12;
export const TH_FLAGS = 13;
export const TH_WIN = 14;
export const TH_SUM = 16;
/** Length of the header without options. */
export const TCP_HDRLEN = 20;
/** Flag of a segment that ends a connection. */
export const TH_RST = 0x04;
