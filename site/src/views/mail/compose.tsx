// Writing a letter.
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { input, toast } from "../../state/actions";
import { toBase64 } from "../../state/link";
import { Icon } from "../shell/ui";
import { type Attachment, type Draft, maxAttachment, sendLine, type Trouble, troubles } from "./letter";
import { sizeOf } from "./mail";

export function Compose(props: {
  host: string;
  from: string;
  draft: Draft;
  quiet: boolean; // Leaves the focus where it is.
  change: (d: Draft) => void;
  keep: () => void; // Closes and keeps what is written.
  drop: () => void; // Closes and forgets it.
  sent: () => void;
}) {
  const { host, draft, change } = props;
  const w = t().mail;
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (props.quiet) return;
    const first = draft.to ? "textarea" : "input";
    const node = form.current?.querySelector<HTMLElement>(first);
    node?.focus();
    if (!(node instanceof HTMLTextAreaElement)) return;
    node.setSelectionRange(0, 0);
    node.scrollTop = 0;
  }, []);
  const wrong = troubles(draft);
  const about = (...what: Trouble[]) => (tried ? wrong.filter((x) => what.includes(x.what)) : []);
  const edit = (part: Partial<Draft>) => change({ ...draft, ...part, prepared: 0 });
  const attach = async (files: readonly File[]) => {
    const list: Attachment[] = [...draft.attachments];
    for (const file of files) {
      const sum = list.reduce((n, a) => n + a.size, file.size);
      if (sum > maxAttachment) {
        toast(w.attachTooLarge(file.name), "error");
        continue;
      }
      const data = toBase64(new Uint8Array(await file.arrayBuffer()));
      list.push({
        name: file.name.replace(/[\r\n"]/g, " "),
        type: file.type || "application/octet-stream",
        size: file.size,
        data,
      });
    }
    edit({ attachments: list });
  };
  const send = async () => {
    setTried(true);
    if (wrong.length) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    if (await input(sendLine(host, draft))) props.sent();
  };
  const line = (name: "to" | "cc" | "subject", label: string, troubles: typeof wrong) => (
    <label class="line">
      <span>{label}</span>
      <input
        type="text"
        value={draft[name]}
        autocomplete="off"
        autocapitalize={name === "subject" ? "sentences" : "off"}
        spellcheck={name === "subject"}
        inputMode={name === "subject" ? "text" : "email"}
        aria-invalid={troubles.length > 0}
        aria-describedby={troubles.length ? `${host}-wrong` : undefined}
        onInput={(e) => edit({ [name]: e.currentTarget.value })}
      />
    </label>
  );
  const bad = about("noRecipient", "badAddress");
  return (
    <form
      ref={form}
      class="compose"
      aria-label={w.compose}
      onSubmit={(e) => {
        e.preventDefault();
        void send();
      }}
      onKeyDown={(e) => {
        if (e.key === "Escape" && !e.isComposing) {
          e.preventDefault();
          props.keep();
        } else if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
          e.preventDefault();
          void send();
        }
      }}
      onDragOver={(e) => e.dataTransfer?.types.includes("Files") && e.preventDefault()}
      onDrop={(e) => {
        if (!e.dataTransfer?.files.length) return;
        e.preventDefault();
        void attach([...e.dataTransfer.files]);
      }}
    >
      <p class="line k">
        <span>{w.from}</span>
        {props.from}
      </p>
      {line("to", w.to, bad)}
      {line("cc", w.cc, about("badAddress"))}
      {line("subject", w.subject, [])}
      <textarea aria-label={w.body} value={draft.body} onInput={(e) => edit({ body: e.currentTarget.value })} />
      {draft.attachments.length > 0 && (
        <ul class="files" aria-label={w.attachments}>
          {draft.attachments.map((a, i) => (
            <li key={`${a.name}${i}`}>
              {a.name} <span class="k">{sizeOf(a.size)}</span>
              <button
                type="button"
                class="btn quiet small"
                aria-label={w.removeFile(a.name)}
                onClick={() => edit({ attachments: draft.attachments.filter((_, k) => k !== i) })}
              >
                <Icon name="close" size={11} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div id={`${host}-wrong`} class="wrong" role="alert">
        {[...bad, ...about("tooLarge")].map((x) => (
          <p key={x.what + x.text}>{w.wrong[x.what]?.(x.text)}</p>
        ))}
      </div>
      <div class="tools">
        <button type="submit" class="btn main" title={`${t().panel.sendMail} (Ctrl+Enter)`}>
          {t().panel.sendMail}
        </button>
        <label class="btn quiet attach">
          {w.attach}
          <input
            type="file"
            class="hush"
            multiple
            onChange={(e) => {
              const files = [...(e.currentTarget.files ?? [])];
              e.currentTarget.value = "";
              void attach(files);
            }}
          />
        </label>
        <span class="gap" />
        <button type="button" class="btn quiet" title={`${w.keepTitle} (Esc)`} onClick={props.keep}>
          {w.keep}
        </button>
        <button type="button" class="btn quiet" onClick={props.drop}>
          {w.drop}
        </button>
      </div>
    </form>
  );
}
