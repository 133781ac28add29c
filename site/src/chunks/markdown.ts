// The words of a lesson: Markdown without HTML, bold text that Chinese punctuation does not break, and a few small rules.
// It is loaded when the first lesson is shown; until then a lesson is plain text. What purifies HTML is in it.
import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import cjk from "markdown-it-cjk-friendly";

const md = new MarkdownIt({ html: false, linkify: false, typographer: false }).use(cjk);

// Pictures would be fetched from somewhere; a lesson has none.
md.disable("image");

/** ==marked== text. */
md.inline.ruler.before("emphasis", "mark", (state, silent) => {
  const { src, pos, posMax } = state;
  if (!src.startsWith("==", pos)) return false;
  const end = src.indexOf("==", pos + 2);
  if (end < pos + 3 || end + 2 > posMax || /^\s|\s$/.test(src.slice(pos + 2, end))) return false;
  if (!silent) {
    state.push("mark_open", "mark", 1);
    state.pos = pos + 2;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push("mark_close", "mark", -1);
  }
  state.pos = end + 2;
  state.posMax = posMax;
  return true;
});

/** "> [!note] Title": a quotation that is a box, as note programs write it. */
md.core.ruler.after("inline", "callout", (state) => {
  for (const [i, token] of state.tokens.entries()) {
    const line = state.tokens[i + 2];
    const first = line?.children?.[0];
    if (token.type !== "blockquote_open" || line?.type !== "inline" || first?.type !== "text") continue;
    const head = /^\[!(\w+)\][+-]? ?(.*)$/.exec(first.content);
    if (!head) continue;
    token.attrSet("class", "callout");
    first.content = head[2] || (head[1] ?? "");
  }
});

/** Links out of the page open beside it; those within it (#/s/…) stay. */
md.core.ruler.push("links", (state) => {
  for (const block of state.tokens) {
    for (const token of block.children ?? []) {
      if (token.type !== "link_open" || String(token.attrGet("href")).startsWith("#")) continue;
      token.attrSet("target", "_blank");
      token.attrSet("rel", "noopener noreferrer");
    }
  }
});

/** The anatomy of letters purifies HTML with it, too. */
export { DOMPurify };

/** Puts a piece of a lesson into a node, in place of what was there. */
export function renderInto(node: HTMLElement, text: string): void {
  node.replaceChildren(
    DOMPurify.sanitize(md.render(text), {
      RETURN_DOM_FRAGMENT: true,
      FORBID_TAGS: ["img", "style", "form", "input", "svg", "math", "audio", "video", "picture", "source"],
      FORBID_ATTR: ["style", "id", "name"],
      ADD_ATTR: ["target"],
      ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#)/i,
    }),
  );
}
