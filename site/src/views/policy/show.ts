// Leads to a group of a server's settings from elsewhere.
import { signal } from "@preact/signals";
import { openTab } from "../../state/actions";

/** The group that the panel shows as soon as it is there. */
export const wanted = signal("");

export function showRules(host: string, group: string): void {
  wanted.value = group;
  openTab(`policy:${host}`);
}
