/** The UDP header (RFC 768): where its fields lie, from its start in bytes. */

export const UDP_DPORT = 2;
export const UDP_LENGTH = 4;
export const UDP_HDRLEN = 8;
