// The body of the selected part in short: what it says, or what it is, and the ways to all of it.

import type { Part } from "../../anatomy/protocol";
import { letter } from "../../anatomy/state";
import { bringPart } from "./bring";
import { HtmlView, kindOf, PictureView, ReportView, TextView } from "./content";
import { EnclosedFiles } from "./enclosed";
import { goTo, mode, pane, room } from "./look";
import { Card } from "./parts";
import { shortPath } from "./places";
import { savePart } from "./save";
import { about, title } from "./tree";
import { sizeOf, w } from "./words";

const short = 1_600; // Characters of a text that stand here.

export function Body({ of }: { of: Part }) {
  const octets = of.body.end - of.body.start;
  const note = of.leaf && of.size !== octets ? w().sizes(sizeOf(of.size), sizeOf(octets)) : w().octets(octets);
  return (
    <Card part="bod" name={w().body} note={note}>
      {of.leaf ? <Leaf of={of} /> : <Below of={of} />}
    </Card>
  );
}

function Leaf({ of }: { of: Part }) {
  const kind = kindOf(of);
  return (
    <>
      {of.size === 0 ? (
        <p class="k none">{w().emptyBody}</p>
      ) : mode.value === "content" && room.value !== "narrow" ? (
        <p class="k none">{w().shownThere}</p>
      ) : kind === "report" ? (
        <ReportView of={of} />
      ) : kind === "text" ? (
        <TextView of={of} short={short} />
      ) : kind === "html" ? (
        <HtmlView of={of} low />
      ) : kind === "picture" ? (
        <PictureView of={of} />
      ) : (
        <p class="none">{w().kinds[of.type] ?? w().whatItIs(of.type)}</p>
      )}
      {of.size > 0 && <EnclosedFiles of={of} />}
      <div class="deeds">
        {mode.value !== "content" && (
          <button
            type="button"
            class="btn small"
            onClick={() => {
              mode.value = "content";
              pane.value = "octets";
            }}
          >
            {w().showContent}
          </button>
        )}
        <button type="button" class="btn small" onClick={() => void savePart(of)}>
          {w().save}
        </button>
        <OpenInner of={of} />
      </div>
    </>
  );
}

/** A letter within the letter can be taken apart by itself. */
function OpenInner({ of }: { of: Part }) {
  if (!of.opens) return null;
  return (
    <button type="button" class="btn small" onClick={() => bringPart(of)}>
      {w().openInner}
    </button>
  );
}

const shown = 30; // Parts that are listed; the tree has all.

/** What lies in a multipart, or in a letter within the letter. */
function Below({ of }: { of: Part }) {
  const parts = (letter.value?.anatomy.parts ?? []).filter((p) => p.parent === of.id);
  return (
    <>
      {w().multipart[of.type] && <p class="none">{w().multipart[of.type]}</p>}
      <ul class="below">
        {parts.slice(0, shown).map((p) => (
          <li key={p.id}>
            <button type="button" onClick={() => goTo(p.id)}>
              {p.path && <code class="path">{shortPath(p.path)}</code>} <b>{title(p)}</b>{" "}
              <span class="k">{about(p)}</span>
            </button>
          </li>
        ))}
      </ul>
      {parts.length > shown && <p class="k none">{w().andMore(parts.length - shown)}</p>}
      {of.opens && (
        <div class="deeds">
          <OpenInner of={of} />
        </div>
      )}
    </>
  );
}
