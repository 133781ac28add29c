// The words of the page in the language that is chosen now; views call t() while they render and follow every change.
import type { Lang } from "../bridge/protocol";
import { lang } from "../state/app";
import { en, type Words } from "./en";
import { zh } from "./zh";

const words: Record<Lang, Words> = { en, zh };

export function t(): Words {
  return words[lang.value];
}

/** The text of a pair in the present language; the other one where it is missing. */
export function pick(text: { en: string; zh: string } | null | undefined): string {
  if (!text) return "";
  return lang.value === "zh" ? text.zh || text.en : text.en || text.zh;
}
