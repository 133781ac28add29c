// The things of the page that a lesson names in bold: pressing such a word shows where the thing is.
import { t } from "../../i18n";
import { openMail } from "../../state/actions";
import { layout, panel, scenario, size } from "../../state/app";

/** What shows the thing that a lesson calls by this word, in a sentence with these words; null: it is only a word. */
export function whereIs(word: string, sentence: string): (() => void) | null {
  const { panel: w, time } = t();
  const hosts = scenario.peek()?.hosts ?? [];
  if (hosts.some((h) => h.id === word)) return () => onMap(word);
  if (word === w.sendMail) return () => inMail(sentence, ".compose [type=submit]");
  // The button may say it with a word more.
  if (w.getMail.startsWith(word)) return () => inMail(sentence, ".bar-top .fetch");
  if (word === time.next) return () => onTimeline(".ctl .forward");
  if (word === time.jump) return () => onTimeline(".tools .jump");
  return null;
}

function onMap(host: string): void {
  const hidden = { ...layout.peek().hidden };
  delete hidden.map;
  layout.value = { ...layout.peek(), hidden };
  if (size.peek() === "phone") panel.value = "map";
  point(`#panel-map [data-k="${CSS.escape(`host ${host}`)}"]`);
}

/** In the mail program of the host or the person that the sentence names. */
function inMail(sentence: string, what: string): void {
  const programs = scenario.peek()?.hosts.filter((h) => h.ua) ?? [];
  const text = sentence.toLowerCase();
  const named = programs.find((h) => text.includes(h.id));
  const whose = programs.find((h) => text.includes(h.ua?.user.split("@")[0]?.toLowerCase() ?? h.id));
  const host = named ?? whose ?? programs[0];
  if (!host) return;
  openMail(host.id);
  point(`#dock-panel .mail ${what}`);
}

function onTimeline(what: string): void {
  if (size.peek() === "phone") panel.value = "time";
  point(`.time ${what}`);
}

/** Lights something for a moment as soon as it is there. */
function point(selector: string): void {
  const until = performance.now() + 1500;
  const look = () => {
    const node = document.querySelector(selector);
    if (node) {
      node.scrollIntoView({ block: "nearest", inline: "nearest" });
      const ring = getComputedStyle(document.documentElement).getPropertyValue("--red");
      const lit = { outline: `3px solid ${ring}`, outlineOffset: "3px", borderRadius: "6px" };
      node.animate([lit, { ...lit, offset: 0.8 }, { ...lit, outlineColor: "transparent" }], 2200);
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  look();
}
