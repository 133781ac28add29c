// The words of a mail server's rules in the language that is chosen now. They travel with the chunk, both languages.
import { policy as en, type SettingWords } from "../../i18n/policy.en";
import { policy as zh } from "../../i18n/policy.zh";
import { lang } from "../../state/app";

export function w(): typeof en {
  return lang.value === "zh" ? zh : en;
}

/** What a setting is called and what it does. One that has no words yet goes by its key. */
export function wordsOf(key: string): SettingWords {
  if (key.startsWith("verb.")) return w().verb(key.slice(5), w().verbs[key.slice(5)] ?? "");
  return w().settings[key] ?? [key, ""];
}
