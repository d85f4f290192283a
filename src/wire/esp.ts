/** ESP (RFC 4303 2): what stands before and behind the payload. */

/** Bytes of the header: SPI and sequence number. */
export const ESP_HDRLEN = 8;
/** Bytes of the trailer behind the padding: its length, and the next header. */
export const ESP_TAILLEN = 2;
