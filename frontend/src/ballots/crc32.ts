/** The checksum of zip files.  Source: PKWARE APPNOTE 6.3.10 section 4.4.7. */

const POLYNOMIAL = 0xedb88320;

const TABLE = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? POLYNOMIAL : 0);
  return value;
});

/** Return the CRC-32 of bytes, an unsigned number of 32 bits. */
export function crc32(data: Uint8Array): number {
  let value = 0xffffffff;
  // By index: several times as fast as an iterator, over records of hundreds of megabytes.
  for (let place = 0; place < data.length; place++) value = (value >>> 8) ^ TABLE[(value ^ data[place]!) & 0xff]!;
  return (value ^ 0xffffffff) >>> 0;
}
