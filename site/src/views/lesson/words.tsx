// The words of a lesson: Markdown once its script is there, and until then the same text with only its code set apart.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { chunk } from "../../chunk";
import { t } from "../../i18n";
import { putInPrompt } from "../sessions/prompt";
import { isCommand } from "./sections";
import { whereIs } from "./where";

type Markdown = typeof import("../../chunks/markdown");

const markdown = signal<Markdown | null>(null);
let asked = false;

function load(): void {
  if (asked) return;
  asked = true;
  chunk<Markdown>("markdown").then(
    (m) => {
      markdown.value = m;
    },
    () => {
      asked = false; // The plain text stays; the next lesson asks again.
    },
  );
}

/**
 * Code that is a command can be pressed, which puts it into the prompt, and so can the name of a thing of the page, which
 * shows the thing. A <button> would not break across lines.
 */
function makePressable(node: HTMLElement): void {
  for (const code of node.querySelectorAll("code")) {
    if (code.parentElement?.tagName === "PRE" || !isCommand(code.textContent ?? "")) continue;
    press(code, "type", t().lesson.insert);
  }
  for (const name of node.querySelectorAll<HTMLElement>("strong"))
    if (place(name)) press(name, "where", t().lesson.where);
}

const place = (name: HTMLElement) => whereIs(name.textContent ?? "", name.parentElement?.textContent ?? "");

function press(node: HTMLElement, kind: string, title: string): void {
  node.className = kind;
  node.role = "button";
  node.tabIndex = 0;
  node.title = title;
}

/** A piece of a lesson. */
export function Words({ text, class: name = "" }: { text: string; class?: string }) {
  const ref = useRef<HTMLDivElement>(null);
  const md = markdown.value;
  const words = t().lesson; // A language's words may come after it was chosen.
  load();
  useLayoutEffect(() => {
    if (!md || !ref.current) return;
    md.renderInto(ref.current, text);
    makePressable(ref.current);
  }, [md, text, words]);
  const pressed = (e: Event) => {
    const target = e.target;
    if (!(target instanceof HTMLElement) || !/^(type|where)$/.test(target.className)) return;
    if (e instanceof KeyboardEvent && e.key !== "Enter" && e.key !== " ") return;
    // Who selects text to copy it presses nothing.
    if (e instanceof MouseEvent && getSelection()?.toString()) return;
    e.preventDefault();
    if (target.className === "type") putInPrompt(target.textContent ?? "");
    else place(target)?.();
  };
  // The two states have keys of their own: what the script has put into a node is not Preact's to change.
  return md ? (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are the commands inside.
    <div key="md" ref={ref} class={`words ${name}`} onClick={pressed} onKeyDown={pressed} />
  ) : (
    <div key="plain" class={`words ${name}`}>
      {text.split(/\n{2,}/).map((p) => (
        <p key={p}>{inline(p)}</p>
      ))}
    </div>
  );
}

/** One line of text with its code set apart and its other marks left out. */
export function inline(text: string): ComponentChildren {
  return text.split("`").map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part.replace(/\*\*|==/g, "")));
}
