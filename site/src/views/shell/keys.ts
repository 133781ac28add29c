// The keys that work everywhere on the page; what a view handles itself it marks with preventDefault.

import { following, next, pause, play, seekEvent, step, toPresent } from "../../state/actions";
import { dialog, inPast, layout, model, type Panel, panel, panels, playing, side, size } from "../../state/app";
import { takeApart } from "../../state/takeapart";

function inField(node: EventTarget | null): boolean {
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

function pressable(node: EventTarget | null): boolean {
  return node instanceof HTMLElement && node.closest("button, a, summary, [role=option], [role=menuitem]") !== null;
}

/** Shows a panel and puts the focus there. */
export function goTo(p: Panel): void {
  panel.value = p;
  if (p === "lesson" || p === "letter") {
    side.value = p;
    layout.value = { ...layout.value, hidden: { ...layout.value.hidden, [p]: false } };
  }
  requestAnimationFrame(() => {
    const place = p === "talk" && size.value !== "phone" ? "prompt" : `panel-${p}`;
    (document.getElementById(place) ?? document.getElementById(`panel-${p}`))?.focus();
  });
}

export function toggleTime(): void {
  if (playing.value) pause();
  else play();
}

export function nextReply(): void {
  const n = following(model.peek().n, (e) => e.ev === "reply");
  if (n !== null) void seekEvent(n);
  else void next();
}

function onKey(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing) return;
  const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
  if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "k") {
    e.preventDefault();
    dialog.value = dialog.value === "palette" ? "" : "palette";
    return;
  }
  if (dialog.value) return;
  if (e.altKey && !e.ctrlKey && /^[1-6]$/.test(e.key)) {
    e.preventDefault();
    if (e.key === "6") takeApart();
    else goTo(panels[Number(e.key) - 1] as Panel);
    return;
  }
  if (!plain || inField(e.target)) return;
  switch (e.key) {
    case "?":
      dialog.value = "keys";
      break;
    case "/":
      goTo("talk");
      document.getElementById("prompt")?.focus();
      break;
    case " ":
      if (pressable(e.target)) return;
      toggleTime();
      break;
    case "ArrowLeft":
      step(true);
      break;
    case "ArrowRight":
      if (e.shiftKey) nextReply();
      else step(false);
      break;
    case "Home":
      void seekEvent(0);
      break;
    case "End":
      if (inPast.value) toPresent();
      break;
    default:
      return;
  }
  e.preventDefault();
}

export function listenToKeys(): void {
  document.addEventListener("keydown", onKey);
}
