// The frame of the page: which panels stand where on a wide screen, a tablet, a phone and in an embed.
import type { ComponentChildren } from "preact";
import { t } from "../../i18n";
import { dismiss } from "../../state/actions";
import {
  dialog,
  dock,
  failure,
  fetching,
  layout,
  type Panel,
  panel,
  panels,
  phase,
  route,
  side,
  size,
  spoken,
  toasts,
} from "../../state/app";
import { Inspector, Lesson, LessonVoice, ShareLayer, Sheets, WorldMap } from "../late";
import { typing } from "../sessions/prompt";
import { exactLink, refreshLink } from "../share/frame";
import { Timeline } from "../timeline/timeline";
import { Dock } from "./dock";
import { Header } from "./header";
import { Splitter, toggle } from "./splitter";
import { Icon } from "./ui";

/** Whether a letter lies on the desk: then the anatomy has the place of everything but a folded lesson. */
const desk = () => dock.value === "anatomy" && !route.value.embed;

export function Shell() {
  const { embed, views } = route.value;
  const phone = size.value === "phone";
  return (
    <div class={`page ${typing.value ? "typing" : ""}`}>
      <button type="button" class="skip btn" onClick={() => document.getElementById("prompt")?.focus()}>
        {t().page.skip}
      </button>
      <div class="stripe" aria-hidden="true" />
      {!embed && <Header />}
      {embed && (
        <nav aria-label={t().page.openFullTitle}>
          <h1 class="hush">{t().page.name}</h1>
          <a
            class="open-full"
            href={exactLink.value || fullAddress()}
            target="_blank"
            rel="noopener"
            title={t().page.openFullTitle}
            onPointerEnter={() => void refreshLink()}
            onFocus={() => void refreshLink()}
          >
            {t().page.openFull}
          </a>
        </nav>
      )}
      {phase.value === "failed" ? <Failed /> : embed && !phone ? <EmbedPanels /> : phone ? <PhonePanels /> : <Panels />}
      {(embed ? views.includes("timeline") && !phone : !phone && !desk()) && <Timeline />}
      {phone && <Bar />}
      <div class="hush" aria-live="polite">
        {spoken.value}
      </div>
      <LessonVoice />
      <Toasts />
      <ShareLayer />
      {dialog.value && <Sheets />}
    </div>
  );
}

/** This page without the embedding, at the same scenario. */
function fullAddress(): string {
  const url = new URL(location.href);
  for (const name of ["embed", "view", "theme"]) url.searchParams.delete(name);
  return url.href;
}

// ── The panels ─────────────────────────────────────────────────────────────────────────────────────────────────────

function LessonPanel() {
  return (
    <section id="panel-lesson" class="lesson" tabIndex={-1} aria-label={t().panel.lesson}>
      <Lesson />
    </section>
  );
}

function LetterPanel() {
  return (
    <aside id="panel-letter" class="letter" tabIndex={-1} aria-label={t().panel.inspector}>
      <Inspector />
    </aside>
  );
}

function MapPanel() {
  return (
    <section id="panel-map" class="map" tabIndex={-1} aria-label={t().panel.map}>
      <WorldMap />
    </section>
  );
}

function TalkPanel({ hidden = false }: { hidden?: boolean }) {
  return (
    <section id="panel-talk" class="dock" tabIndex={-1} aria-label={t().panel.sessions} hidden={hidden}>
      <Dock />
    </section>
  );
}

/** A folded panel leaves a strip with its name, which brings it back. */
function Strip({ which, fold = which }: { which: "lesson" | "letter" | "map"; fold?: typeof which | "desk" }) {
  const name = which === "letter" ? t().panel.inspector : t().panel[which];
  return (
    <button type="button" class={`strip ${which}`} title={t().page.showPanel(name)} onClick={() => toggle(fold)}>
      {name}
    </button>
  );
}

function Centre() {
  if (desk())
    return (
      <div class="centre no-map">
        <TalkPanel />
      </div>
    );
  const folded = layout.value.hidden.map;
  return (
    <div class="centre" style={{ "--map": folded ? "1.9rem" : `${layout.value.map}%` }}>
      {folded ? <Strip which="map" /> : <MapPanel />}
      <Splitter which="map" />
      <TalkPanel />
    </div>
  );
}

function Panels() {
  const { lesson, letter, hidden } = layout.value;
  if (desk()) {
    const folded = hidden.desk;
    const wide = size.value === "wide";
    return (
      <main class="panels" style={{ "--lesson": !wide ? "0px" : folded ? "1.9rem" : `${lesson}px`, "--letter": "0px" }}>
        {wide && (folded ? <Strip which="lesson" fold="desk" /> : <LessonPanel />)}
        {wide && <Splitter which="lesson" fold="desk" />}
        <Centre />
      </main>
    );
  }
  const vars = {
    "--lesson": hidden.lesson ? "1.9rem" : `${lesson}px`,
    "--letter": hidden.letter ? "1.9rem" : `${letter}px`,
  };
  if (size.value === "tablet") {
    return (
      <main class="panels" style={vars}>
        <div class="side">
          <div class="tabs">
            <div role="tablist" aria-label={t().page.panels}>
              {(["lesson", "letter"] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  role="tab"
                  class="tab"
                  aria-selected={side.value === name}
                  onClick={() => {
                    side.value = name;
                  }}
                >
                  {name === "lesson" ? t().panel.lesson : t().panel.inspector}
                </button>
              ))}
            </div>
          </div>
          {side.value === "lesson" ? <LessonPanel /> : <LetterPanel />}
        </div>
        <Splitter which="lesson" />
        <Centre />
      </main>
    );
  }
  return (
    <main class="panels" style={vars}>
      {hidden.lesson ? <Strip which="lesson" /> : <LessonPanel />}
      <Splitter which="lesson" />
      <Centre />
      <Splitter which="letter" />
      {hidden.letter ? <Strip which="letter" /> : <LetterPanel />}
    </main>
  );
}

function EmbedPanels() {
  const views = route.value.views;
  const talk = (["console", "sequence", "mail", "anatomy", "queue", "policy"] as const).some((v) => views.includes(v));
  const map = views.includes("map");
  const lesson = views.includes("lesson");
  const letter = views.includes("inspector");
  return (
    <main class={`panels ${lesson ? "with-lesson" : ""} ${letter ? "with-letter" : ""}`}>
      {lesson && <LessonPanel />}
      {(talk || map) && (
        <div class={`centre ${!map ? "no-map" : !talk ? "only-map" : ""}`} style={{ "--map": `${layout.value.map}%` }}>
          {map && <MapPanel />}
          {map && talk && <Splitter which="map" />}
          {talk && <TalkPanel />}
        </div>
      )}
      {letter && <LetterPanel />}
    </main>
  );
}

// ── The phone ──────────────────────────────────────────────────────────────────────────────────────────────────────

function phonePanels(): Panel[] {
  if (!route.value.embed) return [...panels];
  const of: Record<string, Panel> = {
    console: "talk",
    sequence: "talk",
    mail: "talk",
    anatomy: "talk",
    queue: "talk",
    policy: "talk",
    map: "map",
    inspector: "letter",
    lesson: "lesson",
    timeline: "time",
  };
  return panels.filter((p) => route.value.views.some((v) => of[v] === p));
}

function PhonePanels() {
  const shown = phonePanels().includes(panel.value) ? panel.value : (phonePanels()[0] ?? "talk");
  return (
    <main class="panels">
      {shown === "lesson" && <LessonPanel />}
      <div class="centre" hidden={shown !== "talk" && shown !== "map"}>
        {shown === "map" && <MapPanel />}
        <TalkPanel hidden={shown !== "talk"} />
      </div>
      {shown === "letter" && <LetterPanel />}
      {shown === "time" && (
        <section id="panel-time" class="time-panel" tabIndex={-1} aria-label={t().panel.time}>
          <Timeline />
        </section>
      )}
    </main>
  );
}

function Bar() {
  const all = phonePanels();
  if (all.length < 2) return null;
  const keys = (e: KeyboardEvent) => {
    const i = all.indexOf(panel.value);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    panel.value = all[(to + all.length) % all.length] as Panel;
    (e.currentTarget as HTMLElement).querySelectorAll("button")[(to + all.length) % all.length]?.focus();
  };
  return (
    <nav aria-label={t().page.panels}>
      <div class="bar" role="tablist" aria-label={t().page.panels} onKeyDown={keys}>
        {all.map((p) => (
          <button
            key={p}
            type="button"
            role="tab"
            aria-selected={panel.value === p}
            tabIndex={panel.value === p ? 0 : -1}
            onClick={() => {
              panel.value = p;
            }}
          >
            <Icon name={p} size={20} />
            {t().panel[p]}
          </button>
        ))}
      </div>
    </nav>
  );
}

// ── What lies over the panels ──────────────────────────────────────────────────────────────────────────────────────

function Toasts() {
  return (
    <div class="toasts" role="status">
      {fetching.value && <div class="toast">{t().page.fetching}</div>}
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.kind}`}>
          {toast.text}
          <button type="button" class="btn quiet small" aria-label={t().page.dismiss} onClick={() => dismiss(toast.id)}>
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}

function Failed(): ComponentChildren {
  return (
    <main class="failed">
      <div role="alert">
        <h1>{t().page.failed}</h1>
        <p>{failure.value}</p>
      </div>
      <button type="button" class="btn main" onClick={() => location.reload()}>
        {t().page.retry}
      </button>
    </main>
  );
}
