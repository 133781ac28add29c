// Ctrl+K: every command of the page by name. Other views add theirs with provide().
import { computed } from "@preact/signals";
import { useId, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { dialog } from "../../state/app";
import { type Item, sources } from "./provide";
import { Sheet } from "./sheet";

const items = computed(() => sources.value.flatMap((source) => source()));

/** The items whose words all occur in the query's order of nothing in particular: every typed word must be found. */
export function search(all: readonly Item[], query: string): Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((item) => {
    const text = `${item.group} ${item.title}`.toLowerCase();
    return words.every((w) => text.includes(w));
  });
}

export function Palette() {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId().replace(/\W/g, "");
  const found = search(items.value, query).slice(0, 60);
  const chosen = Math.min(at, found.length - 1);
  const run = (item: Item | undefined) => {
    if (!item) return;
    dialog.value = "";
    // After the sheet has given the focus back.
    setTimeout(item.run);
  };
  const go = (to: number) => {
    setAt((to + found.length) % Math.max(1, found.length));
    list.current?.children[to]?.scrollIntoView({ block: "nearest" });
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown") go(chosen + 1);
    else if (e.key === "ArrowUp") go(chosen - 1);
    else if (e.key === "Enter" && !e.isComposing) run(found[chosen]);
    else return;
    e.preventDefault();
  };
  return (
    <Sheet title={t().header.palette} bare class="palette">
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found.length ? `${id}-${chosen}` : ""}
        aria-label={t().header.paletteHint}
        placeholder={t().header.paletteHint}
        value={query}
        autofocus
        onInput={(e) => {
          setQuery(e.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div ref={list} class="found" id={id} role="listbox" tabIndex={-1} aria-label={t().header.palette}>
        {found.map((item, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus.
          <div
            key={`${item.group}${item.title}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onClick={() => run(item)}
            onPointerMove={() => setAt(i)}
          >
            {item.title}
            <span>
              {item.group}
              {item.keys && <kbd class="key"> {item.keys}</kbd>}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="empty">{t().header.paletteNone}</p>}
    </Sheet>
  );
}
