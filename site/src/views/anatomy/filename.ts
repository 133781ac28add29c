// Names and types under which parts of letters are saved: what a letter claims is not believed. Pure.

/** Types that a browser does not run when somebody opens the saved file; all others are octets to it. */
const tame = /^(?:image\/(?:png|jpeg|gif|webp)|text\/plain|application\/pdf|audio\/[\w.-]+|video\/[\w.-]+)$/;

/** The type that a saved file gets. */
export function safeType(type: string): string {
  return tame.test(type) ? type : "application/octet-stream";
}

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
