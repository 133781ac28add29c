// Hands files to the browser: letters as they are, and what is attached to them.
import { ask } from "../../anatomy/client";
import type { Enclosed, Part } from "../../anatomy/protocol";
import { failure } from "../../anatomy/state";
import { safeName, safeType } from "./filename";

function download(name: string, bytes: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves a part's content. */
export async function savePart(of: Part): Promise<void> {
  await attempt(async () => {
    const { bytes } = await ask({ op: "content", part: of.id });
    const name = safeName(of.filename, `part-${of.path || "0"}.bin`);
    download(name, bytes ?? "", safeType(of.type));
  });
}

/** Saves a file that lies in a part's content. */
export async function saveEnclosed(of: Part, n: number, file: Enclosed): Promise<void> {
  await attempt(async () => {
    const { bytes } = await ask({ op: "extract", part: of.id, n });
    download(safeName(file.name, `file-${n + 1}.bin`), bytes ?? "", "application/octet-stream");
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
