// The places of the views that are loaded after the prompt; they draw nothing until they are there.
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { chunk } from "../chunk";
import { whenIdle } from "../engine/words";
import { t } from "../i18n";

type Views = typeof import("../chunks/views");
type TransferViews = typeof import("../chunks/transfer");
type TransferProps = { [V in keyof TransferViews]: { view: V } & Parameters<TransferViews[V]>[0] }[keyof TransferViews];

const views = signal<Views | null>(null);

/** Loads them; a failure is tried again when the line is back, and meanwhile the prompt works without them. */
export async function loadViews(): Promise<void> {
  try {
    views.value = await chunk<Views>("views");
    // Soon wanted, and then perhaps without a line; where it fails now it is asked for again when a sheet is opened.
    whenIdle(() => void sheets().catch(() => {}));
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
export const ShareButtons = late((v) => v.ShareButtons);
export const ShareLayer = late((v) => v.ShareLayer);
export const WorldMap = late((v) => v.WorldMap);

// ── Views in chunks of their own ───────────────────────────────────────────────────────────────────────────────────

const opening = () => <p class="empty">{t().page.opening}</p>;

/** A view that is fetched when it is first drawn, and again while that fails; `empty` stands in its place until then. */
function onDemand<All, P extends object>(
  name: string,
  choose: (all: All, props: P) => (props: P) => ComponentChild,
  empty: (props: P) => ComponentChild = opening,
) {
  const loaded = signal<All | null>(null);
  return (props: P) => {
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout>;
      const load = () => {
        chunk<All>(name).then(
          (all) => {
            loaded.value = all;
          },
          () => {
            timer = setTimeout(load, 5_000);
          },
        );
      };
      if (!loaded.peek()) load();
      return () => clearTimeout(timer);
    }, []);
    const View = loaded.value && choose(loaded.value, props);
    return View ? <View {...props} /> : empty(props);
  };
}

export const Anatomy = onDemand("anatomy", (v: typeof import("../chunks/anatomy")) => v.Anatomy);
export const MailProgram = onDemand("mail", (v: typeof import("../chunks/mail")) => v.MailProgram);
/** A view of mail transfer; `view` is its name in chunks/transfer.ts. */
export const Transfer = onDemand(
  "transfer",
  (v: TransferViews, p: TransferProps) => v[p.view] as (p: TransferProps) => ComponentChild,
  (p) => (p.view === "Tab" ? opening() : null),
);
export const Sequence = onDemand("sequence", (v: typeof import("../chunks/sequence")) => v.Sequence);

type OverThePage = typeof import("../chunks/sheets");

/** What belongs to the sheets besides: what is copied and taken away. */
export const sheets = () => chunk<OverThePage>("sheets");
export const Sheets = onDemand(
  "sheets",
  (v: OverThePage) => v.Sheets,
  () => null,
);
