// Copying: text to the clipboard by whatever the browser allows, and the report about an engine that stopped.
import type { Crash } from "../../engine/client";
import { t } from "../../i18n";
import { toast } from "../../state/actions";
import { dialog, log, uncopied } from "../../state/app";
import { savedLink } from "../../state/open";

/** Everything that somebody needs who wants to see the same; nothing is sent anywhere. */
export async function copyReport(crash: Crash): Promise<void> {
  const events = log.events.slice(-50).map((e) => {
    const words = [e.ev, e.act, e.verb, e.code, e.host ?? e.from, e.text].filter(Boolean).join(" ");
    return `${e.n} ${(e.t / 1e9).toFixed(3)} ${e.by} ${words.slice(0, 160)}`;
  });
  const report = [
    `EHLO World: the engine stopped (${crash.outcome})`,
    crash.reason,
    crash.input && `input: ${crash.input}`,
    await savedLink(),
    navigator.userAgent,
    ...events,
  ];
  await copyText(report.filter(Boolean).join("\n"), t().run.reportCopied);
}

/** Copies text, by the clipboard's API, by the older command, or at last by the person's own hand. */
export async function copyText(text: string, done: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
    return true;
  } catch {
    // A frame without the permission, or an old browser.
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hush";
  // Within an open dialog everything outside of it is inert and cannot be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  const focus = document.activeElement;
  area.select();
  let ok = false;
  try {
    ok = document.execCommand("copy");
  } catch {
    // As above.
  }
  area.remove();
  if (focus instanceof HTMLElement) focus.focus({ preventScroll: true });
  if (ok) {
    toast(done);
  } else {
    uncopied.value = text;
    dialog.value = "copy";
  }
  return ok;
}
