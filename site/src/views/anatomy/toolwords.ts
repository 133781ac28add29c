// The words of the instruments in the language that is chosen now. They travel with the chunk, both languages.
import { tools as en } from "../../i18n/anatomy-tools.en";
import { tools as zh } from "../../i18n/anatomy-tools.zh";
import { lang } from "../../state/app";

export function tools(): typeof en {
  return lang.value === "zh" ? zh : en;
}
