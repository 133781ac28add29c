// A searchable list: a field in which one types a part of a name, and what matches below it.
import { useId, useRef, useState } from "preact/hooks";
import { matching } from "./telling";
import { tools } from "./toolwords";

export function Chooser(props: { label: string; names: readonly string[]; onChoose: (name: string) => void }) {
  const w = tools().charsets;
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId().replace(/\W/g, "");
  const found = matching(props.names, query);
  const chosen = Math.min(at, found.length - 1);
  const choose = (name: string | undefined) => {
    if (!name) return;
    setQuery("");
    setOpen(false);
    setAt(0);
    props.onChoose(name);
  };
  const go = (to: number) => {
    const next = (to + found.length) % Math.max(1, found.length);
    setOpen(true);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown") go(open ? chosen + 1 : 0);
    else if (e.key === "ArrowUp") go(chosen - 1);
    else if (e.key === "Enter" && !e.isComposing && open) choose(found[chosen]);
    else if (e.key === "Escape" && open) {
      setOpen(false);
      e.stopPropagation();
    } else return;
    e.preventDefault();
  };
  return (
    <div class="chooser">
      <label>
        {props.label}
        <input
          type="text"
          class="field"
          role="combobox"
          aria-expanded={open}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={open && found.length ? `${id}-${chosen}` : ""}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          placeholder={w.search}
          value={query}
          onInput={(e) => {
            setQuery(e.currentTarget.value);
            setOpen(true);
            setAt(0);
          }}
          onFocus={() => setOpen(true)}
          onClick={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={keys}
        />
      </label>
      <div ref={list} id={id} class="choices" role="listbox" aria-label={props.label} tabIndex={-1} hidden={!open}>
        {found.map((name, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus.
          <div
            key={name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerDown={(e) => e.preventDefault()}
            onClick={() => choose(name)}
            onPointerMove={() => setAt(i)}
          >
            {name}
          </div>
        ))}
      </div>
      {open && found.length === 0 && <p class="choices none">{w.none}</p>}
    </div>
  );
}
