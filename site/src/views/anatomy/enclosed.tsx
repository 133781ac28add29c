// The files that lie in a part in another way than as parts: in a text, as was done before MIME, or in Outlook's winmail.dat.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../anatomy/client";
import type { Enclosed, Part } from "../../anatomy/protocol";
import { letter } from "../../anatomy/state";
import { unturned } from "./octet";
import { saveEnclosed } from "./save";
import { sizeOf, w } from "./words";

const shown = 100; // Files that are listed.

export function EnclosedFiles({ of }: { of: Part }) {
  const [files, setFiles] = useState<readonly Enclosed[]>([]);
  const a = letter.value?.anatomy;
  useEffect(() => {
    let current = true;
    setFiles([]);
    ask({ op: "enclosed", part: of.id }).then(
      ({ ok }) => current && setFiles(ok),
      () => {}, // The rest of the card says what is wrong.
    );
    return () => {
      current = false;
    };
  }, [of.id, a]);
  if (files.length === 0) return null;
  return (
    <>
      <p class="none">{w().enclosed}</p>
      <ul class="below">
        {files.slice(0, shown).map((f, n) => (
          <li key={n}>
            <button type="button" onClick={() => void saveEnclosed(of, n, f)}>
              <b>{unturned(f.name) || w().unnamed}</b>{" "}
              <span class="k">
                {f.kind} · {sizeOf(f.size)}
                {f.lost && ` · ${w().lost}`} · {w().save}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {files.length > shown && <p class="k none">{w().andMore(files.length - shown)}</p>}
    </>
  );
}
