// What the page's address asks for: scenario, link, embedding, views, language, theme. Bad values fall back to the default.
import type { Lang } from "../bridge/protocol";

export type Theme = "auto" | "light" | "dark" | "contrast";
export const themes: readonly Theme[] = ["auto", "light", "dark", "contrast"];

/** The panels that an embed can ask for by view=…. */
export const embedViews = [
  "console",
  "map",
  "sequence",
  "inspector",
  "lesson",
  "mail",
  "anatomy",
  "queue",
  "policy",
  "timeline",
] as const;
export type EmbedView = (typeof embedViews)[number];

export interface Route {
  embed: boolean;
  views: EmbedView[]; // Only with embed.
  lang: Lang | null;
  theme: Theme | null;
  slug: string; // Built-in scenario of "#/s/slug"; empty when none is named.
  hash: string; // The whole fragment without "#", for the links that other code reads.
}

const isView = (v: string): v is EmbedView => (embedViews as readonly string[]).includes(v);

/** Reads an address. It never throws. */
export function readRoute(search: string, hash: string): Route {
  const query = new URLSearchParams(search);
  const lang = query.get("lang");
  const theme = query.get("theme") as Theme | null;
  const views = (query.get("view") ?? "").split(",").filter(isView);
  const fragment = hash.replace(/^#/, "");
  return {
    embed: query.get("embed") === "1",
    views: views.length ? views : ["console", "map"],
    lang: lang?.startsWith("zh") ? "zh" : lang?.startsWith("en") ? "en" : null,
    theme: theme && themes.includes(theme) ? theme : null,
    slug: /^\/s\/([a-z0-9-]{1,64})/.exec(fragment)?.[1] ?? "",
    hash: fragment,
  };
}
