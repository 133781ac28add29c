// The instruments that look closer at the selected part: each reads the open letter itself.
import type { ComponentType } from "preact";
import type { Part } from "../../anatomy/protocol";
import { Bits } from "./bits";
import { Charsets } from "./charsets";
import { Garble } from "./garble";
import type { Mode } from "./look";

/** In the middle pane, beside the letter's octets. */
export const instruments: Partial<Record<Mode, ComponentType>> = { bits: Bits, garble: Garble, charsets: Charsets };

/** Whether an instrument has something to show for a part; it also says itself what it is for. */
export function suits(mode: Mode, p: Part): boolean {
  if (mode === "bits") return p.leaf && /^(base64|quoted-printable)$/i.test(p.encoding);
  if (mode === "charsets") return p.leaf && p.type.startsWith("text/");
  return p.leaf;
}
