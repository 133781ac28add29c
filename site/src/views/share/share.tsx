// Sharing and keeping, as far as it lies on the page itself: buttons, how well the run is kept, notices, dropped files. The
// rest is in the chunk of sheets.
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { dialog, phase, route, selection, size } from "../../state/app";
import { kept, notice, openFile } from "../../state/open";
import { sheets } from "../late";
import { Icon, MenuButton } from "../shell/ui";

function show(name: typeof dialog.value): void {
  dialog.value = name;
}

// ── The header ─────────────────────────────────────────────────────────────────────────────────────────────────────

export function ShareButtons() {
  const w = t().share;
  if (phase.value !== "ready") return null;
  const phone = size.value === "phone";
  return (
    <>
      <Badge />
      {!phone && (
        <>
          <MenuButton label={w.export} class="btn" items={exports()}>
            {w.export}
          </MenuButton>
          <button type="button" class="btn" onClick={() => show("embed")}>
            {w.embed}
          </button>
        </>
      )}
      <button type="button" class="btn main" onClick={() => show("share")}>
        {phone ? w.short : w.title}
      </button>
    </>
  );
}

function exports() {
  const w = t().share;
  return [
    { label: w.transcript, run: () => void sheets().then((s) => s.takeTranscript()) },
    { label: w.archive, run: () => void sheets().then((s) => s.takeArchive()) },
    ...(selection.value.ref ? [{ label: w.letter, run: () => void sheets().then((s) => s.takeLetter()) }] : []),
  ];
}

/** How well the run is kept, in words. */
function Badge() {
  const k = kept.value;
  if (!k || (size.value === "phone" && k === "saved")) return null;
  const [word, why] = t().share.kept[k] ?? ["", ""];
  return (
    <span class={`kept ${k}`} title={why}>
      {k === "saved" ? "✓ " : ""}
      {word}
      <span class="hush"> {why}</span>
    </span>
  );
}

/** A file that is dropped anywhere on the page is opened. */
function useDrop() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ours = (e: DragEvent) => !e.defaultPrevented && e.dataTransfer?.types.includes("Files");
    const drag = (e: DragEvent) => {
      if (!ours(e)) return;
      e.preventDefault();
      setOver(true);
    };
    const leave = (e: DragEvent) => {
      if (!e.relatedTarget) setOver(false);
    };
    const drop = (e: DragEvent) => {
      setOver(false);
      if (!ours(e)) return;
      e.preventDefault();
      const file = e.dataTransfer?.files[0];
      if (file) void openFile(file);
    };
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  return over;
}

// ── What lies over the page ────────────────────────────────────────────────────────────────────────────────────────

export function ShareLayer() {
  const over = useDrop();
  const n = notice.value;
  const close = () => {
    notice.value = null;
  };
  return (
    <>
      <div class="notices" role={n?.kind === "error" ? "alert" : "status"}>
        {n && (
          <div class={`toast ${n.kind}`}>
            <span>{n.text}</span>
            {n.actions.map((a) => (
              <button
                key={a.label}
                type="button"
                class="btn small"
                onClick={() => {
                  if (n.kind === "info") close();
                  a.run();
                }}
              >
                {a.label}
              </button>
            ))}
            {n.crash && (
              <button
                type="button"
                class="btn small"
                onClick={() => n.crash && void sheets().then((s) => n.crash && s.copyReport(n.crash))}
              >
                {t().run.report}
              </button>
            )}
            <button type="button" class="btn quiet small" aria-label={t().page.dismiss} onClick={close}>
              <Icon name="close" size={12} />
            </button>
          </div>
        )}
      </div>
      {route.value.embed && kept.value !== "saved" && <Badge />}
      {over && <div class="drop-here">{t().share.dropHere}</div>}
    </>
  );
}
