// The prompt: a real text field with the manners of a terminal. It speaks to the terminal of the chosen tab.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Completion } from "../../bridge/protocol";
import { pick, t } from "../../i18n";
import { ask, input, openTerminal, toast, type } from "../../state/actions";
import { inPast, playing, route, scenario, size } from "../../state/app";
import { control, findBack, Walk } from "./history";

export interface Target {
  tab: string;
  host: string; // Where the person sits.
  term: number; // 0: a shell that opens with its first line.
  peer: string; // What the terminal is connected to; empty at the shell.
  letter: boolean; // Lines belong to a letter until the lone dot.
  history: readonly string[];
  progress: string; // Changes whenever the dialogue has moved on, so that suggestions are asked anew.
  pending: boolean; // The connection is still being made.
  reconnect: string; // The line that opens the lost connection again; empty when there is none.
}

/** Whether the field has the focus on a phone: the bars then make room for the keyboard. */
export const typing = signal(false);

function softKeyboard(): boolean {
  return size.peek() === "phone" && matchMedia("(pointer: coarse)").matches;
}

// Some phones close the keyboard and leave the focus where it is: the height tells.
let height = globalThis.visualViewport?.height ?? 0;
globalThis.visualViewport?.addEventListener("resize", (e) => {
  const grown = (e.target as VisualViewport).height - height;
  height += grown;
  if (Math.abs(grown) > 100) typing.value = grown < 0 && softKeyboard() && document.activeElement?.id === "prompt";
});

/** Text to be put into the prompt by another part of the page: a line to type again, a suggestion from the lesson. */
const wanted = signal<{ text: string } | null>(null);

export function putInPrompt(text: string): void {
  wanted.value = { text };
  document.getElementById("prompt")?.focus();
}

const seldom = /^(NOOP|VRFY|EXPN|HELP)/;

const drafts = new Map<string, string>();
const walks = new Map<string, Walk>();

function walkOf(tab: string): Walk {
  const w = walks.get(tab) ?? new Walk();
  walks.set(tab, w);
  return w;
}

/** What a shell can be told before it is open: every service there is, and help. */
export function shellLines(host: string): string[] {
  const s = scenario.peek();
  const here = s?.hosts.find((h) => h.id === host);
  const lines: string[] = [];
  const spoken = new Set(["smtp", "submission", "lmtp", "pop3"]);
  for (const h of s?.hosts ?? [])
    for (const service of h.services)
      if (spoken.has(service.proto) && h.id !== host) lines.push(`telnet ${h.id} ${service.port}`);
  // The usual door first: port 25 of every server, then 110, then the rest.
  const rank = (l: string) => ["25", "110"].indexOf(l.split(" ")[2] ?? "") >>> 0;
  lines.sort((a, b) => rank(a) - rank(b));
  if (here?.kind === "mta") lines.unshift("mailq");
  const domain = s?.hosts.flatMap((h) => h.domains)[0];
  if (domain) lines.push(`dig mx ${domain}`);
  return [...lines, "help"];
}

function localSuggestions(host: string, text: string): Completion[] {
  const help = { en: "", zh: "" };
  return shellLines(host)
    .filter((l) => l.startsWith(text))
    .map((l) => ({ text: l, label: l, legal: true, help }));
}

export function Prompt({ target, clear }: { target: Target; clear: () => void }) {
  const w = t().sessions;
  const { tab, term, host, peer } = target;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(drafts.get(tab) ?? "");
  const [list, setList] = useState<Completion[]>([]);
  const [escaped, setEscaped] = useState(false);
  const [focused, setFocused] = useState(false);
  const [find, setFind] = useState<{ query: string; skip: number } | null>(null);
  const asked = useRef(0);
  const lines = text.split("\n").length;
  const found = find ? findBack(target.history, find.query, find.skip) : null;

  const set = (value: string, at?: number) => {
    drafts.set(tab, value);
    setText(value);
    const node = field.current;
    if (!node) return;
    node.value = value;
    if (at !== undefined) node.setSelectionRange(at, at);
  };

  // Another tab: its own draft.
  useEffect(() => {
    set(drafts.get(tab) ?? "");
    setFind(null);
  }, [tab]);

  const wish = wanted.value;
  useEffect(() => {
    if (!wish) return;
    wanted.value = null;
    set(wish.text, wish.text.length);
  }, [wish]);

  // Suggestions follow what is typed and where the dialogue stands. An answer that comes too late is dropped.
  useEffect(() => {
    const mine = ++asked.current;
    if (lines > 1 || find) return setList([]);
    if (!term) return setList(localSuggestions(host, text));
    void ask({ op: "complete", term, text }).then((got) => {
      if (mine !== asked.current) return;
      const some = got?.length || peer ? (got ?? []) : localSuggestions(host, text);
      // What goes on with the dialogue comes before what is seldom wanted, and before what would be refused.
      const rank = (c: Completion) => (!c.legal ? 2 : seldom.test(c.text) ? 1 : 0);
      setList([...some].sort((a, b) => rank(a) - rank(b)));
    });
  }, [tab, term, text, target.progress, find === null]);

  // The page opens with a prompt to type at; an embed must not take the focus from the page around it.
  useEffect(() => {
    if (!route.peek().embed && size.peek() !== "phone" && document.activeElement === document.body)
      field.current?.focus();
  }, []);

  useLayoutEffect(() => {
    const node = field.current;
    if (!node) return;
    node.style.height = "auto";
    // An empty field is one line high, however long its placeholder is.
    if (text) node.style.height = `${node.scrollHeight}px`;
  }, [text, tab]);

  const best = list.find(
    (c) => c.legal && c.text.length > text.length && c.text.toLowerCase().startsWith(text.toLowerCase()),
  );
  const ghost = text && lines === 1 && best ? best.text.slice(text.length) : "";

  const send = () => {
    const said = text;
    walkOf(tab).reset();
    set("");
    setFind(null);
    if (term) void type(term, said);
    else if (said.trim()) void openTerminal(host, said.trim());
  };

  const takeBest = () => {
    if (best) set(best.text, best.text.length);
  };

  const searchKeys = (e: KeyboardEvent, state: { query: string; skip: number }): boolean => {
    if (e.ctrlKey && e.key === "r") setFind({ ...state, skip: state.skip + 1 });
    else if (e.key === "Escape" || (e.ctrlKey && e.key === "c")) setFind(null);
    else if (e.key === "Enter" || e.key === "Tab" || e.key === "ArrowRight") {
      if (found !== null) set(found, found.length);
      setFind(null);
    } else return false;
    return true;
  };

  const keys = (e: KeyboardEvent) => {
    const node = field.current;
    if (!node || e.isComposing || e.keyCode === 229) return;
    const wasEscaped = escaped;
    if (escaped) setEscaped(false);
    if (find && searchKeys(e, find)) return e.preventDefault();
    const ctrl = e.ctrlKey && !e.altKey && !e.metaKey;
    const at = node.selectionStart;
    const none = at === node.selectionEnd;
    if (e.key === "Enter" && !e.shiftKey && !ctrl) {
      e.preventDefault();
      send();
    } else if (e.key === "Tab" && !e.shiftKey && !ctrl && !e.altKey) {
      // On an empty line, or after Escape, Tab leaves the field as everywhere else.
      if (!text || wasEscaped) return;
      e.preventDefault();
      takeBest();
    } else if (e.key === "Escape") {
      setEscaped(true);
    } else if (e.key === "ArrowRight" && ghost && none && at === text.length && !e.shiftKey) {
      e.preventDefault();
      takeBest();
    } else if ((e.key === "ArrowUp" || e.key === "ArrowDown") && none && !e.shiftKey && !ctrl && !e.altKey) {
      const up = e.key === "ArrowUp";
      // Inside several lines the arrows move the caret.
      if (up ? text.slice(0, at).includes("\n") : text.slice(at).includes("\n")) return;
      const line = walkOf(tab).go(target.history, up ? -1 : 1, text);
      e.preventDefault();
      if (line !== null) set(line, line.length);
    } else if (ctrl && !e.shiftKey) {
      const key = e.key.toLowerCase();
      if (key === "c" && none) {
        walkOf(tab).reset();
        if (!text && target.pending) void input(`hangup ${term}`);
        set("");
      } else if (key === "l") clear();
      else if (key === "r") setFind({ query: "", skip: 0 });
      else if (key === "d" && !text && term) void input(`eof ${term}`);
      else {
        const edit = control(key, text, at);
        if (!edit || (key === "k" && edit.text === text)) return;
        set(edit.text, edit.at);
      }
      e.preventDefault();
    }
  };

  // Browsers insert long texts into a field slowly, line by line; set whole they cost nothing.
  const paste = (e: ClipboardEvent) => {
    const node = field.current;
    const pasted = e.clipboardData?.getData("text/plain").replaceAll("\r\n", "\n");
    if (!node || find || !pasted?.includes("\n")) return;
    e.preventDefault();
    const at = node.selectionStart;
    set(text.slice(0, at) + pasted + text.slice(node.selectionEnd), at + pasted.length);
  };

  const label = peer ? (target.letter ? w.promptLetter : w.promptTo(peer)) : w.prompt(host);
  const paused = !playing.value && !inPast.value;
  const chips = list.slice(0, 8);
  return (
    <form
      class="prompt"
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      {(lines > 1 || target.reconnect || paused || find) && (
        <p class="hint" role="status">
          {find && (
            <>
              <b>{w.search}:</b> <code>{find.query}</code> → <code>{found ?? (find.query ? w.searchNone : "…")}</code>
            </>
          )}
          {lines > 1 && w.burst(lines)}
          {target.reconnect && !text && (
            <>
              {w.gone}{" "}
              <button type="button" class="link" onClick={() => void type(term, target.reconnect)}>
                {w.reconnect}
              </button>
            </>
          )}
          {paused && w.paused}
        </p>
      )}
      <div class="entry">
        <span class="how" aria-hidden="true">
          {target.letter ? w.letter : peer ? w.enter : w.enterShell}
        </span>
        <span class="sign" aria-hidden="true">
          {peer ? "C" : "$"}
        </span>
        <div class="line">
          <div class="ghost" aria-hidden="true">
            {ghost && text}
            <span>{find ? "" : ghost}</span>
            {ghost && size.value !== "phone" && <kbd class="key">Tab</kbd>}
          </div>
          <textarea
            id="prompt"
            ref={field}
            rows={1}
            aria-label={find ? w.search : label}
            placeholder={
              // An embed does not take the focus by itself, so it says how to give it.
              find
                ? ""
                : route.value.embed && !focused
                  ? w.typeHere
                  : target.letter
                    ? w.typeLetter
                    : peer
                      ? w.typeLine
                      : w.typeShell
            }
            aria-description={ghost ? best?.text : ""}
            autocomplete="off"
            autocapitalize="off"
            {...{ autocorrect: "off" }}
            spellcheck={false}
            enterkeyhint="send"
            value={find ? find.query : text}
            onInput={(e) => {
              const value = e.currentTarget.value;
              if (find) setFind({ query: value.replace("\n", ""), skip: 0 });
              else set(value.replaceAll("\r\n", "\n"));
            }}
            onPaste={paste}
            onKeyDown={keys}
            onFocus={() => {
              setFocused(true);
              typing.value = softKeyboard();
            }}
            onBlur={() => {
              setFocused(false);
              // A press on a chip or a bar button must land before the page moves.
              setTimeout(() => {
                typing.value = softKeyboard() && document.activeElement?.id === "prompt";
              }, 150);
            }}
          />
        </div>
        <fieldset class="chips" aria-label={w.suggestions}>
          {chips.map((c) => (
            <button
              key={c.text}
              type="button"
              class={`chip ${c.legal ? "" : "no"}`}
              tabIndex={-1}
              title={c.legal ? pick(c.help) : pick(c.help) || w.notNow}
              onPointerDown={(e) => e.preventDefault()}
              onClick={() => {
                set(c.text, c.text.length);
                field.current?.focus();
                if (!c.legal) toast(pick(c.help) || w.notNow);
              }}
            >
              {c.label || c.text}
              {!c.legal && <span class="hush"> ({w.notNow})</span>}
            </button>
          ))}
          <button type="submit" class="btn main send" onPointerDown={(e) => e.preventDefault()} aria-label={w.send}>
            ↵
          </button>
        </fieldset>
      </div>
    </form>
  );
}
