// The anatomy of letters: any .eml or .mbox, as a tree of parts tied to its octets, with everything that can be told of it
// beside. Left the letters of an mbox and the tree, in the middle the octets, right what is told of the selection.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { warmCodec } from "../../anatomy/client";
import type { Region, Anatomy as Taken } from "../../anatomy/protocol";
import { busy, codecLosses, failure, file, letter, maxFile, part, selected, tooLarge } from "../../anatomy/state";
import { layout, route } from "../../state/app";
import { anatomy, wish } from "../../state/takeapart";
import { type Item, moreKeys, provide } from "../shell/provide";
import { Splitter } from "../shell/splitter";
import { Icon, MenuButton } from "../shell/ui";
import { again, around, arrivals, bringOuter, bringText, choose, forget, grant, letters, refusal } from "./bring";
import { ContentPane } from "./content";
import { Encode } from "./encode";
import { Facts } from "./facts";
import { instruments } from "./instruments";
import { Letters } from "./letters";
import {
  calls,
  caret,
  hovered,
  hoveredPart,
  type Mode,
  mode,
  modes,
  type Pane,
  pane,
  pickAt,
  pickSpan,
  playing,
  type Room,
  room,
} from "./look";
import { unturned } from "./octet";
import { fieldAt, regionAt, shortPath, wholeOf } from "./places";
import { Octets } from "./rawpane";
import { saveLetters } from "./save";
import { Paste, Start } from "./start";
import { Tree } from "./tree";
import { count, sizeOf, w } from "./words";

// The tab was closed: the file is forgotten.
anatomy.subscribe((is) => {
  if (is === null && file.peek()) forget();
});

export function Anatomy() {
  const root = useRef<HTMLDivElement>(null);
  const [pasting, setPasting] = useState(false);
  const open = letter.value !== null && file.value !== null;
  const what = wish.value;
  const arrived = arrivals.value;

  useEffect(() => {
    if (!what) return;
    wish.value = null;
    grant(what);
  }, [what]);
  useEffect(() => warmCodec(), []);
  useRoom(root);

  // What is pasted anywhere here is a letter's source, or a file.
  useEffect(() => {
    const onPaste = (e: ClipboardEvent) => {
      const node = e.target as HTMLElement | null;
      if (e.defaultPrevented || playing.peek() || node?.closest("input, textarea, [contenteditable], dialog")) return;
      const f = e.clipboardData?.files[0];
      const text = e.clipboardData?.getData("text/plain") ?? "";
      if (f) grant({ file: f });
      else if (text) bringText(text, w().pastedName);
      else return;
      e.preventDefault();
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);

  // Keys that would move the world's time mean nothing here.
  const keys = (e: KeyboardEvent) => {
    const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
    if (e.key === "F6" && plain) {
      e.preventDefault();
      otherPane(root.current, e.shiftKey);
    }
    if (plain && (/^(Arrow|Home|End)/.test(e.key) || e.key === " " || e.key === "/")) e.stopPropagation();
  };
  useEffect(() => {
    setPasting(false);
    // What was pressed to open it is gone. A frame does not take the focus from the page around it.
    if (arrived > 0 && !route.peek().embed)
      root.current?.querySelector<HTMLElement>("[role=listbox], [role=tree]")?.focus({ preventScroll: true });
  }, [arrived]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps keys from the page, it has none of its own.
    <div ref={root} class={`anatomy ${room.value}`} onKeyDown={keys}>
      {(open || playing.value) && <DeskBar pasting={pasting} setPasting={setPasting} />}
      <Trouble />
      {pasting && open && <Paste />}
      {playing.value ? (
        <div class="tool-box">
          <Encode />
        </div>
      ) : open ? (
        <Desk />
      ) : (
        <Start pasting={false} />
      )}
    </div>
  );
}

/** F6 goes round the panes, as in other programs. */
function otherPane(root: HTMLElement | null, back: boolean): void {
  const all = [
    ...(root?.querySelectorAll<HTMLElement>(".desk .rows-box, .sheet-body, .tool-box, pre.said[tabindex]") ?? []),
  ].filter((node) => node.checkVisibility());
  const i = all.findIndex((node) => node.contains(document.activeElement));
  all[(i + (back ? all.length - 1 : 1) + (i < 0 && back ? 1 : 0)) % all.length]?.focus();
}

/** Measures how much room there is. */
function useRoom(root: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const node = root.current;
    if (!node) return;
    const measure = () => {
      const width = node.clientWidth / (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 14);
      const is: Room = width >= 1040 ? "wide" : width >= 640 ? "middle" : "narrow";
      if (is !== room.peek()) room.value = is;
    };
    const watch = new ResizeObserver(measure);
    watch.observe(node);
    measure();
    return () => watch.disconnect();
  }, []);
}

// ── The bar ────────────────────────────────────────────────────────────────────────────────────────────────────────

function DeskBar({ pasting, setPasting }: { pasting: boolean; setPasting: (is: boolean) => void }) {
  const f = file.value;
  const n = letter.value?.anatomy.n ?? 0;
  const many = (f?.loaded.letters.length ?? 1) > 1;
  const outer = around.value.at(-1);
  const play = {
    label: playing.value ? w().backToLetter : w().playground,
    run: () => {
      playing.value = !playing.value;
    },
  };
  const open = openings(() => setPasting(!pasting));
  const out = f ? exportings(n, many) : [];
  const narrow = room.value === "narrow";
  return (
    <div class="desk-bar" role="toolbar" aria-label={w().bar}>
      {outer && !playing.value && (
        <button type="button" class="btn quiet small" title={w().backTo(outer.name)} onClick={bringOuter}>
          ‹ <span class="outer">{outer.name}</span>
        </button>
      )}
      {playing.value ? (
        <p class="open-file">
          <b>{w().playgroundName}</b>
        </p>
      ) : (
        f &&
        !narrow && (
          <p class="open-file">
            <b>{unturned(f.name)}</b> <span class="k">{sizeOf(f.size)}</span>
            <span class="stays" title={f.origin.kind === "local" ? w().staysHereText : ""}>
              {w().origin[f.origin.kind]}
            </span>
          </p>
        )
      )}
      {narrow && f && !playing.value ? <Panes many={f.loaded.kind === "mbox"} /> : <span class="gap" />}
      {narrow ? (
        <MenuButton label={w().more} class="btn small" items={[...open, ...out, play]}>
          <Icon name="more" />
        </MenuButton>
      ) : (
        <>
          {(f || playing.value) && (
            <button type="button" class="btn small" aria-pressed={playing.value} onClick={play.run}>
              {playing.value ? w().backToLetter : w().playground}
            </button>
          )}
          <MenuButton label={w().open} class="btn small" items={open}>
            {w().open} <Icon name="down" size={12} />
          </MenuButton>
          {f && (
            <MenuButton label={w().export} class="btn small" items={out}>
              {w().export} <Icon name="down" size={12} />
            </MenuButton>
          )}
        </>
      )}
    </div>
  );
}

function openings(paste: () => void) {
  return [
    { label: w().choose, run: choose },
    { label: w().paste, run: paste },
    ...letters.map((s) => ({ label: w().sample(s.title), run: () => grant({ sample: s.id }) })),
    ...(file.value ? [{ label: w().closeFile, run: forget }] : []),
  ];
}

function exportings(n: number, many: boolean) {
  return [
    { label: w().saveEml, run: () => void saveLetters("eml", [n]) },
    ...(many ? [{ label: w().saveEmlAll, run: () => void saveLetters("eml", []) }] : []),
    { label: many ? w().saveMboxAll : w().saveMbox, run: () => void saveLetters("mbox", []) },
    { label: many ? w().saveMaildirAll : w().saveMaildir, run: () => void saveLetters("maildir", []) },
  ];
}

/** Its commands in the palette, once the view has been there. */
provide((): Item[] => {
  if (anatomy.value === null) return [];
  const group = w().name;
  const n = letter.value?.anatomy.n ?? 0;
  const f = file.value;
  return [
    { group, title: w().choose, run: choose },
    ...letters.map((s) => ({ group, title: w().sample(s.title), run: () => grant({ sample: s.id }) })),
    ...(f ? exportings(n, f.loaded.letters.length > 1).map((x) => ({ group, title: x.label, run: x.run })) : []),
    ...(f ? modes.map((m) => ({ group, title: w().modes[m], run: () => setMode(m) })) : []),
  ];
});

moreKeys.push(() => {
  const k = w().keys;
  return [
    w().name,
    [
      ["Ctrl+V", k.paste],
      ["F6", k.panes],
      ["Ctrl+F", k.find],
      ["Ctrl+G", k.goTo],
      ["Shift+→", k.select],
      ["Ctrl+↓", k.region],
      ["Ctrl+C", k.copy],
      ["Enter", k.pick],
    ],
  ];
});

/** What went wrong, one sentence, and a way on. The file is still there. While a large file is read, that. */
function Trouble() {
  const [slow, setSlow] = useState(false);
  const waiting = busy.value;
  useEffect(() => {
    setSlow(false);
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, [waiting]);
  const why = refusal.value;
  const text = tooLarge.value
    ? w().tooLarge(sizeOf(maxFile))
    : why
      ? w().refusals[why]
      : failure.value
        ? w().failed(failure.value, codecLosses.value > 0)
        : "";
  if (slow && waiting)
    return (
      <p class="note" role="status">
        {w().reading}
      </p>
    );
  return (
    <div class="trouble" role="alert">
      {text && (
        <p>
          <span>{text}</span>
          {failure.value && !why && !tooLarge.value && (
            <button type="button" class="btn small" onClick={again}>
              {w().again}
            </button>
          )}
          <button
            type="button"
            class="btn quiet small"
            aria-label={w().close}
            onClick={() => {
              refusal.value = "";
              failure.value = "";
              tooLarge.value = false;
            }}
          >
            <Icon name="close" size={12} />
          </button>
        </p>
      )}
    </div>
  );
}

// ── The desk ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The pane that is shown where there is room for one. */
function shownPane(many: boolean): Pane {
  return pane.value === "letters" && !many ? "tree" : pane.value;
}

function Desk() {
  const f = file.value;
  const many = f?.loaded.kind === "mbox";
  const narrow = room.value === "narrow";
  const { tree, facts } = layout.value;
  const is = shownPane(many);
  const shows = (p: Pane) => !narrow || is === p;
  return (
    <div class="desk" style={{ "--tree": `${tree}px`, "--facts": `${facts}px` }}>
      {(shows("tree") || (many && shows("letters"))) && (
        <div class="side">
          {many && shows("letters") && (
            <section class="letter-list" aria-label={w().letters}>
              <h2>
                {w().letters} <span class="k">{count(f?.loaded.letters.length ?? 0)}</span>
              </h2>
              <Letters />
            </section>
          )}
          {shows("tree") && (
            <section class="parts" aria-label={w().tree}>
              <h2>
                {w().tree} <span class="k">{count(letter.value?.anatomy.parts.length ?? 0)}</span>
                {narrow && <span class="k in-file">{f?.name}</span>}
              </h2>
              <Tree />
            </section>
          )}
        </div>
      )}
      {!narrow && <Splitter which="tree" fold="" name={w().tree} />}
      {shows("octets") && (
        <section class="middle" aria-label={w().octetsPane}>
          <Modes />
          <Middle />
        </section>
      )}
      {room.value === "wide" && <Splitter which="facts" fold="" name={w().facts} />}
      {shows("facts") && (
        <section class="told" aria-label={w().facts}>
          <Facts />
        </section>
      )}
    </div>
  );
}

/** One pane at a time, where there is no room for more. */
function Panes({ many }: { many: boolean }) {
  const all = (["letters", "tree", "octets", "facts"] as const).filter((p) => many || p !== "letters");
  const is = shownPane(many);
  return (
    <fieldset class="segments">
      <legend class="hush">{w().panesLabel}</legend>
      {all.map((p) => (
        <button
          key={p}
          type="button"
          aria-pressed={p === is}
          onClick={() => {
            pane.value = p;
          }}
        >
          {w().panes[p]}
        </button>
      ))}
    </fieldset>
  );
}

function setMode(m: Mode): void {
  mode.value = m;
  calls.value++;
  pane.value = "octets";
}

function Modes() {
  const all = modes;
  const keys = (e: KeyboardEvent) => {
    const i = all.indexOf(mode.value);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    setMode(all[(to + all.length) % all.length] ?? "text");
    (e.currentTarget as HTMLElement).querySelectorAll("button")[all.indexOf(mode.value)]?.focus();
  };
  return (
    <div class="modes" role="tablist" aria-label={w().modesLabel} onKeyDown={keys}>
      {all.map((m) => (
        <button
          key={m}
          type="button"
          role="tab"
          id={`anatomy-mode-${m}`}
          aria-selected={mode.value === m}
          aria-controls="anatomy-middle"
          tabIndex={mode.value === m ? 0 : -1}
          title={w().modeTitles[m]}
          onClick={() => setMode(m)}
        >
          {w().modes[m]}
        </button>
      ))}
    </div>
  );
}

function Middle() {
  const m = mode.value;
  const p = part.value;
  const Tool = instruments[m];
  return (
    <div id="anatomy-middle" class="middle-body" role="tabpanel" aria-labelledby={`anatomy-mode-${m}`}>
      {m === "text" || m === "hex" ? (
        <Source />
      ) : m === "content" ? (
        p && <ContentPane key={`${arrivals.value} ${letter.value?.anatomy.n} ${p.id}`} of={p} />
      ) : (
        Tool && (
          <div class="tool-box">
            <Tool />
          </div>
        )
      )}
    </div>
  );
}

/** The letter's octets with everything selected in the view lit in them. */
function Source() {
  const l = letter.value;
  const a = l?.anatomy;
  const problems = useMemo(() => [...(a?.problems ?? [])].sort((x, y) => x.start - y.start), [a]);
  if (!l || !a) return null;
  const { part: id, span } = selected.value;
  const p = a.parts[id];
  return (
    <Octets
      of={{
        bytes: l.bytes,
        label: w().octetsOf(l.bytes.length),
        hex: mode.value === "hex",
        caret: caret.value,
        lit: span,
        own: p && id > 0 ? wholeOf(p) : null,
        hovered: hovered.value,
        call: calls.value,
        regions: a.regions,
        problems,
        nameOf: (r) => regionName(a, r),
        nameEnd: (at) => nameEnd(a, at),
        move: (at) => {
          caret.value = at;
        },
        pick: pickAt,
        draw: pickSpan,
        hover: (at) => {
          hoveredPart.value = at < 0 ? -1 : (regionAt(a.regions, at)?.part ?? -1);
        },
      }}
    />
  );
}

/** "1.2 header". */
function regionName(a: Taken, r: Region): string {
  const p = a.parts[r.part];
  const path = p && p.parent >= 0 ? p.path : "";
  return path && r.kind !== "boundary" ? w().regionOf(shortPath(path), w().regions[r.kind]) : w().regions[r.kind];
}

/** Where the name of the field ends whose first line begins at `at`. */
function nameEnd(a: Taken, at: number): number {
  const p = a.parts[regionAt(a.regions, at)?.part ?? 0];
  const f = p && fieldAt(p, at);
  return f && f.start === at && f.colon >= 0 ? f.colon + 1 : 0;
}
