// The words of mail transfer in the language that is chosen now. They travel with the chunk, both languages.
import { transfer as en } from "../../i18n/transfer.en";
import { transfer as zh } from "../../i18n/transfer.zh";
import { lang } from "../../state/app";

export function w(): typeof en {
  return lang.value === "zh" ? zh : en;
}
