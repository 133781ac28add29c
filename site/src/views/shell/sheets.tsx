// The one sheet that is open.
import { dialog } from "../../state/app";
import { ConnectSheet } from "../sessions/connect";
import { CopySheet, EmbedSheet, RestartSheet, ShareSheet } from "../share/sheets";
import { ScenarioSheet } from "./course";
import { KeySheet } from "./keysheet";
import { Palette } from "./palette";

const sheets = {
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
