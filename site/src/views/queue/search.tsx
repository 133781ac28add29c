// The field that shortens a long list to what somebody looks for; queues and rules have one.

import type { Signal } from "@preact/signals";

export function Search(props: { text: Signal<string>; placeholder: string; label: string }) {
  return (
    <input
      type="search"
      class="field"
      placeholder={props.placeholder}
      aria-label={props.label}
      value={props.text.value}
      onInput={(e) => {
        props.text.value = e.currentTarget.value;
      }}
    />
  );
}
