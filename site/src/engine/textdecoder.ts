// The JavaScript half of wasm/textdecoder: the functions that a module of ours imports to read character sets with the
// browser's tables, and to normalize text.

/**
 * Adds what the module imports beside Go's own. Memory is asked for at each call: it may have grown, and when the imports
 * are made there is none yet. The function stands by itself, so that a test can carry its text into a bare page.
 */
export function addTextDecoder(imports: WebAssembly.Imports, memory: () => WebAssembly.Memory): void {
  const encoder = new TextEncoder();
  const utf8 = new TextDecoder();
  const decoders = new Map<string, TextDecoder>();

  /** Throws when this browser does not know the label. */
  const decoderOf = (label: string): TextDecoder => {
    const known = decoders.get(label);
    if (known) return known;
    const made = new TextDecoder(label, { ignoreBOM: true });
    decoders.set(label, made);
    return made;
  };

  /**
   * Replaces by 0xFF, which is never right, what is no character and what Chromium reads in its own way: in Big5 it reads
   * the second octet of some broken pairs once more, and after a broken character of three octets in EUC-JP it takes the
   * next pair for one of JIS X 0212. The standard has one U+FFFD for each, and so have other browsers.
   */
  const tidy = (label: string, octets: Uint8Array): Uint8Array => {
    const big5 = label === "big5";
    if (!big5 && label !== "euc-jp") return octets;
    const out = octets.slice();
    let n = 0;
    for (let i = 0, size = 1; i < octets.length; i += size) {
      const lead = octets[i] ?? 0;
      const next = octets[i + 1] ?? 0;
      const third = octets[i + 2] ?? 0;
      let broken = false;
      size = lead > 0x80 && lead < 0xff && next > 0x7f ? 2 : 1;
      if (big5) {
        broken = size === 2 && (lead < 0x87 || next < 0xa1 || next > 0xfe);
        if (lead > 0x80 && next >= 0x40 && next < 0x7f) size = 2;
      } else if (lead === 0x8f && next > 0xa0 && next < 0xff) {
        broken = third < 0xa1 || third > 0xfe;
        if (third > 0x7f) size = 3;
      } else if (lead < 0xa1 && lead !== 0x8e && lead !== 0x8f) {
        size = 1;
      }
      if (broken) out[n++] = 0xff;
      else for (let k = i; k < i + size; k++) out[n++] = octets[k] ?? 0;
    }
    return out.subarray(0, n);
  };

  const view = (at: number, size: number) => new Uint8Array(memory().buffer, at >>> 0, size);
  const put = (text: string, at: number, room: number) => {
    const { read, written } = encoder.encodeInto(text, view(at, room));
    return read === text.length ? written : -1;
  };
  imports.ehlo = {
    textDecode(name: number, nameSize: number, data: number, size: number, text: number, room: number): number {
      const label = utf8.decode(view(name, nameSize));
      let decoded = "";
      try {
        decoded = decoderOf(label).decode(tidy(label, view(data, size)));
      } catch {
        return -1;
      }
      return put(decoded, text, room);
    },
    textNormalize(text: number, size: number, out: number, room: number): number {
      return put(utf8.decode(view(text, size)).normalize("NFC"), out, room);
    },
  };
}
