// What sheets are made of: the dialog itself, and keys as they stand on a keyboard.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { dialog } from "../../state/app";
import { Icon } from "./ui";

/** A modal sheet: it takes the focus, gives it back, closes by Escape or a press outside. */
export function Sheet(props: { title: string; bare?: boolean; class?: string; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const node = ref.current;
    node?.showModal();
    return () => {
      node?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const shut = () => {
    dialog.value = "";
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
    <dialog
      ref={ref}
      class={`sheet ${props.class ?? ""}`}
      aria-labelledby={id}
      onClose={shut}
      onClick={(e) => e.target === ref.current && shut()}
    >
      <header class={props.bare ? "hush" : ""}>
        <h2 id={id}>{props.title}</h2>
        <button type="button" class="btn quiet" onClick={shut} aria-label={t().page.close}>
          <Icon name="close" />
        </button>
      </header>
      {props.children}
    </dialog>
  );
}

/** A key or several, as they stand on a keyboard. */
export function Keys({ of }: { of: string }) {
  return (
    <>
      {of.split(" ").map((k, i) => (
        <span key={`${k}${i}`}>
          {i > 0 && " "}
          <kbd class="key">{k}</kbd>
        </span>
      ))}
    </>
  );
}
