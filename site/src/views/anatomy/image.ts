// Pictures in letters: only four kinds are drawn, and only of a sensible size. What a part calls itself is not believed, its
// first octets are. Pure.

export type Picture = { type: "image/png" | "image/jpeg" | "image/gif" | "image/webp"; width: number; height: number };

/** Largest file and largest area that are drawn: a few kilobytes can hold a picture of gigabytes. */
export const maxPicture = 16 << 20; // Octets.
export const maxArea = 40_000_000; // Pixels.

/** What picture this is; null for none of the four, or one that does not say how large it is. */
export function pictureOf(b: Uint8Array): Picture | null {
  const at = (i: number) => b[i] ?? 0;
  const big = (i: number) => (at(i) << 8) | at(i + 1);
  const little = (i: number) => at(i) | (at(i + 1) << 8);
  const is = (i: number, text: string) => [...text].every((c, k) => at(i + k) === c.charCodeAt(0));
  if (is(1, "PNG\r\n") && at(0) === 0x89 && is(12, "IHDR"))
    return { type: "image/png", width: big(16) * 65536 + big(18), height: big(20) * 65536 + big(22) };
  if (is(0, "GIF87a") || is(0, "GIF89a")) return { type: "image/gif", width: little(6), height: little(8) };
  if (is(0, "RIFF") && is(8, "WEBP")) {
    if (is(12, "VP8X"))
      return {
        type: "image/webp",
        width: 1 + little(24) + (at(26) << 16),
        height: 1 + little(27) + (at(29) << 16),
      };
    if (is(12, "VP8L")) {
      const bits = little(21) + little(23) * 65536;
      return { type: "image/webp", width: 1 + (bits & 0x3fff), height: 1 + (Math.floor(bits / 16384) & 0x3fff) };
    }
    if (is(12, "VP8 ")) return { type: "image/webp", width: little(26) & 0x3fff, height: little(28) & 0x3fff };
    return null;
  }
  if (at(0) !== 0xff || at(1) !== 0xd8) return null;
  // JPEG: the size stands in the first frame header among the segments.
  for (let i = 2; i + 9 < b.length; ) {
    if (at(i) !== 0xff) return null;
    const marker = at(i + 1);
    if (marker === 0xff) i++;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: "image/jpeg", width: big(i + 7), height: big(i + 5) };
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) i += 2;
    else i += 2 + Math.max(2, big(i + 2));
  }
  return null;
}

/** Whether a picture may be drawn. */
export function drawable(p: Picture | null, octets: number): p is Picture {
  return p !== null && octets <= maxPicture && p.width > 0 && p.height > 0 && p.width * p.height <= maxArea;
}
