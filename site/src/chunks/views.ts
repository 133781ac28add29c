// The views that may come a moment after the prompt: everything but the shell, the sessions and the timeline.

import { en } from "../i18n/en";
import { inspector, lesson, map, notes, quiz, share } from "../i18n/views.en";
import "../style/views.css";

Object.assign(en, { inspector, lesson, map, notes, quiz, share });

export { Inspector } from "../views/inspector/inspector";
export { Lesson } from "../views/lesson/lesson";
export { LessonVoice } from "../views/lesson/voice";
export { MailButton } from "../views/mail/button";
export { WorldMap } from "../views/map/map";
export { ShareButtons, ShareLayer } from "../views/share/share";
