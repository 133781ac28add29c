// The one sheet that is open.
import type { ComponentChild } from "preact";
import { type Dialog, dialog } from "../../state/app";
import { ConnectSheet } from "../sessions/connect";
import { CopySheet, EmbedSheet, RestartSheet, ShareSheet } from "../share/sheets";
import { ScenarioSheet } from "./course";
import { KeySheet } from "./keysheet";
import { Palette } from "./palette";

/** Those that are drawn here; what a chunk of its own draws ("edit") is only styled by this one. */
const sheets: Partial<Record<Dialog, () => ComponentChild>> = {
  connect: ConnectSheet,
  copy: CopySheet,
  embed: EmbedSheet,
  keys: KeySheet,
  palette: Palette,
  restart: RestartSheet,
  scenarios: ScenarioSheet,
  share: ShareSheet,
};

export function Sheets() {
  const Open = dialog.value && sheets[dialog.value];
  return Open ? <Open /> : null;
}
