// The menu that opens at a thing on the map, by the right button, Shift+F10 or the key m.
import { useEffect, useRef } from "preact/hooks";
import { menu } from "./actions";

export function Menu() {
  const ref = useRef<HTMLDivElement>(null);
  const now = menu.value;
  useEffect(() => {
    const node = ref.current;
    if (!node || !now) return;
    node.showPopover();
    node.style.left = `${Math.max(8, Math.min(now.x, innerWidth - node.offsetWidth - 8))}px`;
    node.style.top = `${Math.max(8, Math.min(now.y, innerHeight - node.offsetHeight - 8))}px`;
    node.querySelector<HTMLElement>("button")?.focus();
    const closed = (e: Event) => {
      if ((e as ToggleEvent).newState !== "closed" || menu.peek() !== now) return;
      menu.value = null;
      if (!document.activeElement || document.activeElement === document.body) now.from.focus();
    };
    node.addEventListener("toggle", closed);
    return () => node.removeEventListener("toggle", closed);
  }, [now]);
  const keys = (e: KeyboardEvent) => {
    const all = [...(ref.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const i = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to !== undefined) all[(to + all.length) % all.length]?.focus();
    else if (e.key === "Tab") ref.current?.hidePopover();
    else return;
    e.preventDefault();
  };
  return (
    <div ref={ref} popover="auto" class="menu" role="menu" tabIndex={-1} aria-label={now?.label ?? ""} onKeyDown={keys}>
      {now?.items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          onClick={() => {
            ref.current?.hidePopover();
            item.run();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
