// The words of the page in the language that is chosen now; views call t() while they render and follow every change.
// English is part of the page's script, every other language is a chunk of its own.
import { signal } from "@preact/signals";
import type { Lang } from "../bridge/protocol";
import { chunk } from "../chunk";
import { lang } from "../state/app";
import { en, type Words } from "./en";

const words = signal<Partial<Record<Lang, Words>>>({ en });

export function t(): Words {
  return words.value[lang.value] ?? en;
}

/** Fetches the words of a language. Where that fails the page speaks English, and the next switch tries again. */
export async function learn(language: Lang): Promise<void> {
  if (words.peek()[language]) return;
  try {
    const { zh } = await chunk<typeof import("../chunks/zh")>("zh");
    words.value = { ...words.peek(), zh };
  } catch {
    // Nothing is lost: everything is said in English meanwhile.
  }
}

/** The text of a pair in the present language; the other one where it is missing. */
export function pick(text: { en: string; zh: string } | null | undefined): string {
  if (!text) return "";
  return lang.value === "zh" ? text.zh || text.en : text.en || text.zh;
}
