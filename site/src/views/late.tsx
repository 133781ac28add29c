// The places of the views that are loaded after the prompt; they draw nothing until they are there.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { chunk } from "../chunk";
import { t } from "../i18n";

type Views = typeof import("../chunks/views");

const views = signal<Views | null>(null);

/** Loads them; a failure is tried again when the line is back, and meanwhile the prompt works without them. */
export async function loadViews(): Promise<void> {
  try {
    views.value = await chunk<Views>("views");
  } catch {
    addEventListener("online", () => void loadViews(), { once: true });
    setTimeout(() => views.peek() ?? void loadViews(), 5_000);
  }
}

function late<P extends object>(choose: (all: Views) => (props: P) => ComponentChild) {
  return (props: P) => {
    const View = views.value && choose(views.value);
    return View ? <View {...props} /> : null;
  };
}

export const Inspector = late((v) => v.Inspector);
export const Lesson = late((v) => v.Lesson);
export const LessonVoice = late((v) => v.LessonVoice);
export const MailButton = late((v) => v.MailButton);
export const MailProgram = late((v) => v.MailProgram);
export const SavedRuns = late((v) => v.SavedRuns);
export const Sequence = late((v) => v.Sequence);
export const ShareButtons = late((v) => v.ShareButtons);
export const ShareLayer = late((v) => v.ShareLayer);
export const WorldMap = late((v) => v.WorldMap);

type Letters = typeof import("../chunks/anatomy");
const letters = signal<Letters | null>(null);

/** The anatomy of letters; it is fetched when its tab is first shown, and again while that fails. */
export function Anatomy() {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const load = () => {
      chunk<Letters>("anatomy").then(
        (all) => {
          letters.value = all;
        },
        () => {
          timer = setTimeout(load, 5_000);
        },
      );
    };
    if (!letters.peek()) load();
    return () => clearTimeout(timer);
  }, []);
  const View = letters.value?.Anatomy;
  return View ? <View /> : <p class="empty">{t().page.opening}</p>;
}
