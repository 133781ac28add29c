// The anatomy with nothing on the table: what can be opened, and that it stays on this machine.
import { useState } from "preact/hooks";
import { lang } from "../../state/app";
import { bringText, choose, letters } from "./bring";
import { playing } from "./look";
import { w } from "./words";

export function Start({ pasting }: { pasting: boolean }) {
  const [paste, setPaste] = useState(pasting);
  return (
    <div class="start">
      <div class="drop">
        <h2>{w().startTitle}</h2>
        <p>{w().startText}</p>
        <p class="deeds">
          <button type="button" class="btn main" onClick={choose}>
            {w().choose}
          </button>
          <button type="button" class="btn" aria-expanded={paste} onClick={() => setPaste(!paste)}>
            {w().paste}
          </button>
        </p>
        {paste && <Paste />}
        <p class="local">
          <b>{w().staysHere}</b> {w().staysHereText}
        </p>
      </div>
      {letters.length > 0 && <Samples />}
      <p class="k from-world">
        {w().fromWorld}{" "}
        <button
          type="button"
          class="link"
          onClick={() => {
            playing.value = true;
          }}
        >
          {w().tryEncoding}
        </button>
      </p>
    </div>
  );
}

/** A place for a letter's source. */
export function Paste() {
  const [text, setText] = useState("");
  return (
    <form
      class="paste"
      onSubmit={(e) => {
        e.preventDefault();
        if (text) bringText(text, w().pastedName);
      }}
    >
      <textarea
        class="field"
        rows={8}
        spellcheck={false}
        autocomplete="off"
        aria-label={w().pasteLabel}
        placeholder={"Received: from …\nFrom: …\nSubject: …\n\n…"}
        value={text}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && text) bringText(text, w().pastedName);
          e.stopPropagation();
        }}
      />
      <button type="submit" class="btn main" disabled={!text}>
        {w().takeApart}
      </button>
    </form>
  );
}

/** The letters that come with the page, as links: one can be opened in a tab of its own, or sent to somebody. */
function Samples() {
  const l = lang.value;
  return (
    <section class="samples" aria-label={w().samples}>
      <h3>{w().samples}</h3>
      <ul>
        {letters.map((s) => (
          <li key={s.id}>
            <a href={`#/anatomy/${s.id}`}>
              <b>{s.title[l] || s.title.en}</b>
              <span class="k">{s.about[l] || s.about.en}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
