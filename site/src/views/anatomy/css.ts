// Style sheets of letters: read by the browser's own parser, which applies them nowhere, and written out again without
// anything that would be fetched.

/** What a style sheet may show: the address that stands for one, "" for none. */
type Allow = (address: string) => string;

/** A whole style sheet. Imports and fonts are left out, whatever way they are written. */
export function tameSheet(text: string, allow: Allow): string {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text); // Takes no @import.
    dropFonts(sheet);
    return [...sheet.cssRules].map((rule) => tame(rule.cssText, allow)).join("\n");
  } catch {
    return ""; // The oldest browsers do without.
  }
}

/** Takes fonts and imports out of a sheet, and out of the rules that hold others, such as @media. */
function dropFonts(holder: CSSStyleSheet | CSSGroupingRule): void {
  for (let i = holder.cssRules.length - 1; i >= 0; i--) {
    const rule = holder.cssRules[i];
    if (rule instanceof CSSFontFaceRule || rule instanceof CSSImportRule) holder.deleteRule(i);
    else if (rule && "cssRules" in rule) dropFonts(rule as CSSGroupingRule); // Those of @keyframes are never fonts.
  }
}

/** The declarations of a style attribute, as the browser understands them. */
export function tameDeclarations(text: string, allow: Allow): string {
  const scratch = document.createElement("span");
  scratch.style.cssText = text;
  return tame(scratch.style.cssText, allow);
}

/** The browser writes every address as url("…"), with its escapes undone. */
function tame(css: string, allow: Allow): string {
  return css
    .replace(/url\("((?:[^"\\]|\\[\s\S])*)"\)/gi, (_, address: string) => {
      const to = allow(address);
      return to ? `url("${to}")` : "none";
    })
    .replace(/image-set\(|cross-fade\(|\bsrc\(/gi, "blocked(");
}

/** The addresses in a style sheet, or in a style attribute, as they are written there. */
export function addressesIn(css: string): string[] {
  const out: string[] = [];
  for (const [, address] of css.matchAll(/url\(\s*["']?([^"')]+)/gi)) if (address) out.push(address);
  for (const [, address] of css.matchAll(/@import\s+["']([^"']+)/gi)) if (address) out.push(address);
  return out;
}

/** What style attributes are called until they are read; see asideStyles. */
export const asideName = "data-style";

/**
 * Takes the style sheets out of HTML, and calls style attributes and <base> otherwise. The page's policy forbids them, and a
 * browser sees to that, with a complaint, even where a document is only parsed. Nothing depends on this being exact: what it
 * overlooks does nothing.
 */
export function asideStyles(html: string): { html: string; sheets: string[] } {
  const sheets: string[] = [];
  let out = "";
  let from = 0; // What lies before is in out.
  let i = 0;
  const n = html.length;
  const blank = (at: number) => /\s/.test(html[at] ?? "");
  const endOfSheet = /<\/style/gi;
  while (i < n) {
    i = html.indexOf("<", i);
    if (i < 0) break;
    if (html.startsWith("<!--", i)) {
      const end = html.indexOf("-->", i + 4);
      i = end < 0 ? n : end + 3;
      continue;
    }
    const tag = i++;
    const before = [out, from] as const;
    if (!/[a-z]/i.test(html[i] ?? "")) continue;
    while (i < n && !blank(i) && html[i] !== "/" && html[i] !== ">") i++;
    const name = html.slice(tag + 1, i).toLowerCase();
    const isSheet = name === "style";
    let media: string | undefined; // The first attribute of that name counts.
    if (name === "base") {
      out += `${html.slice(from, tag + 1)}x-`;
      from = tag + 1;
    }
    while (i < n && html[i] !== ">") {
      if (blank(i) || html[i] === "/") {
        i++;
        continue;
      }
      const start = i++;
      while (i < n && !blank(i) && !"/>=".includes(html[i] as string)) i++;
      const attribute = html.slice(start, i).toLowerCase();
      if (attribute === "style") {
        out += html.slice(from, start) + asideName;
        from = i;
      }
      while (i < n && blank(i)) i++;
      if (html[i] !== "=") continue;
      i++;
      while (i < n && blank(i)) i++;
      const value = i;
      const quote = html[i];
      if (quote === '"' || quote === "'") {
        const end = html.indexOf(quote, i + 1);
        i = end < 0 ? n : end + 1;
      } else {
        while (i < n && !blank(i) && html[i] !== ">") i++;
      }
      if (isSheet && attribute === "media") media ??= html.slice(value, i);
    }
    if (!isSheet || i >= n) continue;
    endOfSheet.lastIndex = i;
    const end = endOfSheet.exec(html)?.index ?? n;
    if (!/^["']?\s*print/i.test(media ?? "")) sheets.push(html.slice(i + 1, end));
    out = before[0] + html.slice(before[1], tag);
    const close = html.indexOf(">", end);
    i = close < 0 ? n : close + 1;
    from = i;
  }
  return { html: out + html.slice(from), sheets };
}
