// All of mail transfer that is looked at on demand: a server's rules, its queue as a table, the tries of a letter, the rules
// that were applied to a recipient.

import "../style/transfer.css";

export { Passage } from "../views/queue/item";
export { QueueCard } from "../views/queue/queue";
export { Tab } from "../views/queue/tab";
export { ReplyRules } from "../views/queue/trace";
