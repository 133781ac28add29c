// What lies over the page when somebody asks for it: commands, keys, the course, connecting, sharing.

import { en } from "../i18n/en";
import { commands, keys, sheets } from "../i18n/sheets.en";
import { share } from "../i18n/views.en";
import "../style/sheets.css";
import "../views/shell/commands";

Object.assign(en, { commands, keys, share, sheets });

export { copyReport } from "../views/share/copy";
export { takeArchive, takeLetter, takeTranscript } from "../views/share/take";
export { Sheets } from "../views/shell/sheets";
