// The words of the anatomy in the language that is chosen now. They travel with the chunk, both languages: whoever switches
// has them at once.
import { anatomy as en } from "../../i18n/anatomy.en";
import { anatomy as zh } from "../../i18n/anatomy.zh";
import { lang } from "../../state/app";

export function w(): typeof en {
  return lang.value === "zh" ? zh : en;
}

/** A number as the language groups it. */
export function count(n: number): string {
  return n.toLocaleString(lang.value === "zh" ? "zh-CN" : "en");
}

/** "512 B", "3.4 kB", "12 MB". */
export function sizeOf(n: number): string {
  if (n < 1000) return `${n} B`;
  const [value, unit] = n < 1_000_000 ? [n / 1000, "kB"] : [n / 1_000_000, "MB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** What a problem is called in the language that is chosen now. */
export const nameOfProblem = (name: string) => w().problemName(name);
