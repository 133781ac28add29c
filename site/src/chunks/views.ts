// The views that may come a moment after the prompt: everything but the shell, the sessions and the timeline.

import { en } from "../i18n/en";
import { inspector, map, sequence } from "../i18n/views.en";
import "../style/views.css";

Object.assign(en, { inspector, map, sequence });

export { Inspector } from "../views/inspector/inspector";
export { Lesson } from "../views/lesson/lesson";
export { LessonVoice } from "../views/lesson/voice";
export { MailButton, MailProgram } from "../views/mail/mail";
export { WorldMap } from "../views/map/map";
export { Sequence } from "../views/sequence/sequence";
export { SavedRuns, ShareButtons, ShareLayer } from "../views/share/share";
