// Whose name stands in a From field. Pure.

/**
 * The sender's name as a list shows it: what stands before the first "<", without its quotes; the whole text where there
 * is no name. Takes time in proportion to the text, whatever a stranger wrote there.
 */
export function senderName(from: string): string {
  const [name = ""] = from.split("<", 1);
  return name.replace(/"/g, "").trim() || from;
}
