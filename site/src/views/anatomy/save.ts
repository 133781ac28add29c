// Hands files to the browser: letters as they are, and what is attached to them.
import { ask } from "../../anatomy/client";
import type { Part } from "../../anatomy/protocol";
import { failure } from "../../anatomy/state";

function download(name: string, bytes: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Types that a browser does not run when somebody opens the saved file; all others are octets to it. */
const tame = /^(?:image\/(?:png|jpeg|gif|webp)|text\/plain|application\/pdf|audio\/[\w.-]+|video\/[\w.-]+)$/;

/**
 * A name that no system takes amiss: no folders, no control characters or marks of direction (which can make "exe" look
 * like "txt"), none of the names that Windows keeps for devices, no dot in front, not too long.
 */
export function safeName(name: string, otherwise: string): string {
  const clean = name
    .normalize("NFC")
    .replace(/^.*[/\\]/s, "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]/g, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (!clean) return otherwise;
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 120) return safe;
  const ext = /\.[^.]{1,12}$/.exec(safe)?.[0] ?? "";
  return safe.slice(0, 120 - ext.length) + ext;
}

/** Saves a part's content. */
export async function savePart(of: Part): Promise<void> {
  await attempt(async () => {
    const { bytes } = await ask({ op: "content", part: of.id });
    const name = safeName(of.filename, `part-${of.path || "0"}.bin`);
    download(name, bytes ?? "", tame.test(of.type) ? of.type : "application/octet-stream");
  });
}

/** Saves letters of the file: one as it is, or all of them in one file. */
export async function saveLetters(format: "eml" | "mbox" | "maildir", letters: number[]): Promise<void> {
  await attempt(async () => {
    const { ok, bytes } = await ask({ op: "export", format, letters });
    download(safeName(ok.name, "letter.eml"), bytes ?? "", ok.type);
  });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    failure.value = "";
  } catch (reason) {
    failure.value = reason instanceof Error ? reason.message : String(reason);
  }
}
