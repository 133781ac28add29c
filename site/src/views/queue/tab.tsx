// What of a mail server has a tab of its own: its queue, or its rules.
import { size } from "../../state/app";
import { Policy } from "../policy/policy";
import { Queue } from "./queue";

/** id is "queue:HOST" or "policy:HOST". */
export function Tab({ id }: { id: string }) {
  const [kind, host = ""] = id.split(":");
  if (kind === "policy") return <Policy host={host} />;
  return <Queue host={host} narrow={size.value === "phone"} />;
}
