// The ladder diagram: loaded when its tab is first shown.

import { en } from "../i18n/en";
import { notes, sequence } from "../i18n/views.en";
import "../style/sequence.css";

Object.assign(en, { notes, sequence });

export { Sequence } from "../views/sequence/sequence";
