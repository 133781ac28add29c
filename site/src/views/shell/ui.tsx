// Small parts that several views use: icons and menus.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

const paths = {
  start: "M3 3v10M13 3 6 8l7 5z",
  back: "M10.5 3 5 8l5.5 5",
  forward: "M5.5 3 11 8l-5.5 5",
  reply: "M3 3l5.5 5L3 13M8.5 3 14 8l-5.5 5",
  play: "M4.5 2.5v11l9-5.5z",
  pause: "M5 3v10M11 3v10",
  theme: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
  close: "M4 4l8 8M12 4l-8 8",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  send: "M3 8h9M8.5 4 13 8l-4.5 4",
  down: "M4 6.5 8 10.5 12 6.5",
  lesson: "M3 3h4a1.5 1.5 0 0 1 1 .5A1.5 1.5 0 0 1 9 3h4v9.500H9.500L8 13.5 6.5 12.500H3zM8 3.500V13",
  talk: "M2.5 3.500h11v7h-6L4.5 13v-2.500h-2z",
  map: "M2 10h4v3.500H2zM10 10h4v3.500h-4zM6 2.500h4V6H6zM8 6v2.500M4 10V8.500h8V10",
  letter: "M2 4h12v8.500H2zM2 4.5 8 9l6-4.5",
  time: "M8 2.500a5.5 5.5 0 1 0 .01 0zM8 5v3.500l2.3 1.5",
} as const;

export type IconName = keyof typeof paths;

/** A drawn sign; it never stands without a name beside it or on its button. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const solid = name === "play" || name === "theme";
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill={name === "play" ? "currentColor" : "none"}
        stroke="currentColor"
        stroke-width={solid ? 1.4 : name === "pause" || name === "more" ? 2.4 : 1.5}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      {name === "theme" && <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />}
    </svg>
  );
}

/** The envelope of the logo. */
export function Logo() {
  return (
    <svg width="24" height="18" viewBox="0 0 24 18" aria-hidden="true" focusable="false">
      <rect class="rim" x=".75" y=".75" width="22.5" height="16.5" rx="2.4" fill="none" stroke-width="1.5" />
      <path class="flap" d="M1.3 2.6 12 10.5 22.7 2.6" fill="none" stroke-width="1.7" />
    </svg>
  );
}

export interface MenuItem {
  label: string;
  checked?: boolean;
  run: () => void;
}

/** A button that opens a menu with arrow keys, as the ARIA pattern asks. */
export function MenuButton(props: {
  label: string;
  title?: string;
  class?: string;
  items: MenuItem[];
  children: ComponentChildren;
  up?: boolean;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId().replace(/\W/g, "");
  useEffect(() => {
    const node = menu.current;
    const place = (e: Event) => {
      const open = (e as ToggleEvent).newState === "open";
      button.current?.setAttribute("aria-expanded", String(open));
      if (!open || !node || !button.current) return;
      const at = button.current.getBoundingClientRect();
      node.style.left = `${Math.max(8, Math.min(at.left, innerWidth - node.offsetWidth - 8))}px`;
      node.style.top = `${props.up ? Math.max(8, at.top - node.offsetHeight - 6) : at.bottom + 6}px`;
      // The event comes a moment after the menu: who is in it already stays where he is.
      if (!node.contains(document.activeElement))
        node.querySelector<HTMLElement>("[aria-checked=true], button")?.focus();
    };
    node?.addEventListener("toggle", place);
    return () => node?.removeEventListener("toggle", place);
  }, []);
  const keys = (e: KeyboardEvent) => {
    const all = [...(menu.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const i = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (e.key === "Tab") {
      menu.current?.hidePopover();
    } else if (e.key.length === 1 && /\S/.test(e.key)) {
      const hit = all.find((x, k) => k > i && x.textContent?.toLowerCase().startsWith(e.key.toLowerCase()));
      hit?.focus();
    }
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.class ?? "btn quiet"}
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label={props.label}
        title={props.title ?? props.label}
        popovertarget={id}
      >
        {props.children}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        class="menu"
        role="menu"
        tabIndex={-1}
        aria-label={props.label}
        onKeyDown={keys}
      >
        {props.items.map((item) => (
          <button
            key={item.label}
            type="button"
            role={item.checked === undefined ? "menuitem" : "menuitemradio"}
            {...(item.checked === undefined ? {} : { "aria-checked": item.checked })}
            onClick={() => {
              menu.current?.hidePopover();
              item.run();
            }}
          >
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}
