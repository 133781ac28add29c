// The letters of an mbox.
import { file, letter, openLetter } from "../../anatomy/state";
import { size } from "../../state/app";
import { senderName } from "../inspector/sender";
import { List, rems } from "./list";
import { pane } from "./look";
import { unturned } from "./octet";
import { count, sizeOf, w } from "./words";

export function Letters() {
  const f = file.value;
  if (!f) return null;
  const { letters, more } = f.loaded;
  const n = letter.value?.anatomy.n ?? 0;
  return (
    <>
      <List
        role="listbox"
        label={w().letters}
        count={letters.length}
        chosen={letters.findIndex((l) => l.n === n)}
        height={rems(3.6)}
        nameOf={(i) => letters[i]?.subject ?? ""}
        choose={(i) => {
          const l = letters[i];
          if (l) void openLetter(l.n);
        }}
        onKey={(key) => {
          if (key !== "Enter") return false;
          if (size.peek() === "phone") pane.value = "tree";
          return true;
        }}
        rowProps={(i) => ({ class: "item letter-line", "aria-posinset": i + 1, "aria-setsize": letters.length })}
        row={(i) => {
          const l = letters[i];
          if (!l) return null;
          return (
            <span class="label">
              <span class="line">
                <span class="k no">{l.n + 1}</span>
                <b>{unturned(l.subject) || w().noSubject}</b>
              </span>
              <span class="line k">
                <span class="who">{unturned(senderName(l.from)) || w().nobody}</span>
                <span class="size">{sizeOf(l.size)}</span>
              </span>
            </span>
          );
        }}
      />
      {more > 0 && <p class="k more">{w().moreLetters(count(more))}</p>}
    </>
  );
}
