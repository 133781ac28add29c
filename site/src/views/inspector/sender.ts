// Whose name stands in a From field. Pure.

/**
 * The sender's name as a list shows it: what stands before the first "<", without quotes; the whole text where there is no
 * name. Takes time in proportion to the text, whatever a stranger wrote there.
 */
export function senderName(from: string): string {
  const open = from.indexOf("<");
  let name = (open < 0 ? from : from.slice(0, open)).trim();
  if (name.startsWith('"')) name = name.slice(1);
  if (name.endsWith('"')) name = name.slice(0, -1);
  return name.trim() || from;
}
