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
    .replace(/[<>:"|?*]/g, "_");
  return short(bare(clean), otherwise);
}

/** Without dots and blanks at its ends. A loop: an expression for the end of a name tries every run of them in it anew. */
function bare(name: string): string {
  let from = 0;
  let to = name.length;
  while (from < to && ". ".includes(name.charAt(from))) from++;
  while (to > from && ". ".includes(name.charAt(to - 1))) to--;
  return name.slice(from, to);
}

/** No device of Windows, and cut where it is too long; its extension stays. */
function short(clean: string, otherwise: string): string {
  if (!clean) return otherwise;
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(clean) ? `_${clean}` : clean;
  if (safe.length <= 120) return safe;
  const ext = /\.[^.]{1,12}$/.exec(safe)?.[0] ?? "";
  return ext ? safe.slice(0, 120 - ext.length) + ext : bare(safe.slice(0, 120));
}
