// The mail programs: loaded when the first is opened.

import { en } from "../i18n/en";
import { mail } from "../i18n/mail.en";
import "../style/mail.css";

Object.assign(en, { mail });

export { MailProgram } from "../views/mail/mail";
