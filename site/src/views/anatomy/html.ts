// Makes a letter's HTML harmless, and says what it would have done. Three walls stand behind one another: DOMPurify takes out
// what is active; everything that would be fetched is taken out here; and the frame that shows the rest is sandboxed without
// a single permission, with a policy that forbids scripts and every request.
import type DOMPurify from "dompurify";
import { addressesIn, asideName, asideStyles, tameDeclarations, tameSheet } from "./css";
import { drawable, pictureOf } from "./image";

type Purifier = typeof DOMPurify;

export interface Link {
  text: string;
  url: string;
  odd: boolean; // The text names another host than the one it leads to.
}

export interface Harmless {
  page: string; // For srcdoc.
  fetches: number; // What would have been fetched from elsewhere as soon as the letter is shown.
  hosts: string[]; // From where; at most maxHosts.
  moreHosts: number;
  active: number; // Scripts, event handlers, frames, objects, forms that were taken out.
  links: Link[];
}

const maxHosts = 20;
const maxLinks = 200;
const maxInlined = 24 << 20; // Characters of pictures that are put into the page.

/** The page's own policy lets a style sheet with this mark pass (site/build/html.go); nothing else in the page has it. */
export const nonce = "letter";

/** Forbids everything; pictures and styles must be in the page itself. */
export const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** cid gives the picture with a Content-ID as a data: address, "" where there is none. */
export function harmless(purify: Purifier, html: string, cid: ReadonlyMap<string, string>): Harmless {
  const { html: source, sheets: written } = asideStyles(html);
  const wishes = wishesOf(source, written);
  const root = purify(window).sanitize(source, {
    WHOLE_DOCUMENT: true,
    RETURN_DOM: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["form", "dialog", "audio", "video", "source", "track", "picture", "noscript", "template", "slot"],
    ADD_ATTR: [asideName, "bgcolor", "text", "link", "vlink", "alink"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ADD_URI_SAFE_ATTR: [asideName],
    // An address with one of these schemes, or what is no address with a scheme at all, as DOMPurify's own rule has it.
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|cid|data):|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  }) as HTMLElement;
  let inlined = 0;
  /** What stands for the address of a picture: one of the letter's own, or "". */
  const picture = (address: string): string => {
    const own = /^cid:/i.test(address) ? (cid.get(cidOf(address)) ?? "") : safeData(address);
    if (inlined + own.length > maxInlined) return "";
    inlined += own.length;
    return own;
  };
  const sheets = written.map((text) => tameSheet(text, picture));
  for (const style of root.querySelectorAll("style")) style.remove();
  const links: Link[] = [];
  const rules: string[] = [];
  for (const node of root.querySelectorAll<HTMLElement>("*")) {
    if (node.localName === "a" && node.hasAttribute("href") && links.length < maxLinks)
      links.push(linkOf(node.textContent ?? "", node.getAttribute("href") ?? ""));
    const address = node.localName === "img" ? (node.getAttribute("src") ?? "").trim() : "";
    const href = node.localName === "a" ? node.getAttribute("href") : null;
    // A rule for this element alone, with the weight that a style attribute has.
    const style = tameDeclarations(node.getAttribute(asideName) ?? "", picture);
    node.removeAttribute(asideName);
    if (style) {
      node.setAttribute("data-s", String(rules.length));
      rules.push(`:is([data-s="${rules.length}"],#a#a#a#a) {${style}}`);
    }
    for (const { name } of [...node.attributes])
      if (fetching.has(name) || name.startsWith("on")) node.removeAttribute(name);
    if (href !== null) node.setAttribute("title", href);
    if (address) {
      const own = picture(address);
      if (own) {
        node.setAttribute("src", own);
      } else {
        node.setAttribute("data-blocked", "");
        if (!node.getAttribute("alt")) node.setAttribute("alt", address.slice(0, 60));
      }
    }
  }
  const css = [base, ...sheets, ...rules]
    .join("\n")
    .replaceAll("</", "<\\/")
    .replace(/@import/gi, "@blocked");
  const body = root.querySelector("body") ?? root;
  return {
    ...wishes,
    links,
    page: `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off"><style nonce="${nonce}">${css}</style></head>${body.outerHTML}</html>`,
  };
}

/** How a letter is set that says nothing about it; links look like links although they lead nowhere here. */
const base = `html{padding:12px;background:#fff;color:#1d2733;color-scheme:light}body{margin:0;font:14px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
a[title]{color:#1f4e9e;text-decoration:underline;cursor:help}img{max-width:100%}
img[data-blocked]{min-width:1.5em;min-height:1em;outline:1px dashed #8f8673;background:#f2eee5;color:#4d5966;font-size:12px}`;

/** Attributes that can make a browser fetch something, or leave the page. */
const fetching = new Set(
  "src srcset sizes href xlink:href background poster data action formaction ping cite longdesc lowsrc dynsrc manifest profile codebase classid archive usemap ismap imagesrcset target download integrity".split(
    " ",
  ),
);

/** "cid:a%40b" → "a@b". */
export function cidOf(address: string): string {
  const id = address.replace(/^cid:/i, "");
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** A data: address of a picture that may be drawn; "" for every other. */
function safeData(address: string): string {
  const found = /^data:image\/(?:png|jpe?g|gif|webp);base64,([A-Za-z0-9+/=\s]*)$/i.exec(address);
  if (!found) return "";
  try {
    const binary = atob(found[1] ?? "");
    const head = Uint8Array.from(binary.slice(0, 64 << 10), (c) => c.charCodeAt(0));
    const picture = pictureOf(head);
    return drawable(picture, binary.length) ? `data:${picture.type};base64,${found[1]}` : "";
  } catch {
    return "";
  }
}

// ── What it would have done ────────────────────────────────────────────────────────────────────────────────────────

/** Counts what a browser would fetch for this HTML, and what in it is active. The document is parsed and never shown. */
function wishesOf(
  source: string,
  sheets: readonly string[],
): Pick<Harmless, "fetches" | "hosts" | "moreHosts" | "active"> {
  const page = new DOMParser().parseFromString(source, "text/html");
  const all = new Map<string, number>();
  let fetches = 0;
  let active = 0;
  const wish = (address: string) => {
    const host = hostOf(address);
    if (!host) return;
    fetches++;
    all.set(host, (all.get(host) ?? 0) + 1);
  };
  const css = (text: string) => addressesIn(text).forEach(wish);
  sheets.forEach(css);
  for (const node of page.querySelectorAll("*")) {
    const name = node.localName;
    if (/^(script|iframe|frame|object|embed|applet|form|portal)$/.test(name)) active++;
    if (name === "meta" && /^refresh$/i.test(node.getAttribute("http-equiv") ?? "")) {
      active++;
      wish(/url\s*=\s*["']?([^"']+)/i.exec(node.getAttribute("content") ?? "")?.[1] ?? "");
    }
    for (const { name: key, value } of node.attributes) {
      if (key.startsWith("on")) active++;
      else if (key === asideName) css(value);
      else if (key === "srcset" || key === "imagesrcset")
        for (const one of value.split(",")) wish(one.trim().split(/\s+/)[0] ?? "");
      else if (key === "href" || key === "xlink:href") {
        if (/^(link|image|use|feimage)$/.test(name)) wish(value);
        else if (/^\s*(javascript|vbscript):/i.test(value)) active++;
      } else if (["src", "background", "poster", "data", "lowsrc", "dynsrc"].includes(key)) wish(value);
    }
  }
  const hosts = [...all].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([host]) => host);
  return { fetches, hosts: hosts.slice(0, maxHosts), moreHosts: Math.max(0, hosts.length - maxHosts), active };
}

/** The host of an address on the network; "" for one that stays within the letter. */
function hostOf(address: string): string {
  const text = address.trim();
  if (!/^(?:https?:|ftp:|\/\/|wss?:)/i.test(text)) return "";
  try {
    return new URL(text, "https://x.invalid/").host;
  } catch {
    return "";
  }
}

/** A link, and whether its text pretends to lead to another host. */
export function linkOf(text: string, url: string): Link {
  const said = text.replace(/\s+/g, " ").trim().slice(0, 200);
  const shown = /(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu.exec(said)?.[1]?.toLowerCase() ?? "";
  const host = hostOf(url).replace(/:\d+$/, "");
  const bare = (h: string) => h.replace(/^www\./, "");
  const odd =
    shown !== "" &&
    host !== "" &&
    !said.includes("@") &&
    bare(shown) !== bare(host) &&
    !host.endsWith(`.${bare(shown)}`);
  return { text: said, url: url.slice(0, 2_000), odd };
}
