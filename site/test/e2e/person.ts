// What a person does on the page: types at the prompt, reads the transcript, looks at the map and the lesson. Everything is
// found by role and name. The one way in is ehloWorld, which the page has for whoever opens the browser's console: it
// tells the digest of the trace, which no view shows.

import type { Frame, Locator, Page } from "playwright-core";
import type { Command, Replies, Status } from "../../src/bridge/protocol";
import type {} from "../../src/engine/start"; // Declares ehloWorld.
import { en, type Words } from "../../src/i18n/en";
import { mail } from "../../src/i18n/mail.en";
import * as sheets from "../../src/i18n/sheets.en";
import * as late from "../../src/i18n/views.en";
import { until } from "./harness";

/** All English words, those that the page fetches later among them. */
export const english: Words = { ...en, mail, ...sheets, ...late };

export class Person {
  readonly page: Page;
  readonly at: Page | Frame;
  readonly words: Words;

  /** Types each key, as tests of typing do; otherwise a line comes at once, as from a paste. */
  keys = false;

  /** A person in front of a page, or of a frame in it, who reads one language. */
  constructor(page: Page, at: Page | Frame = page, words: Words = english) {
    this.page = page;
    this.at = at;
    this.words = words;
  }

  // ── The prompt and the transcript ──────────────────────────────────────────────────────────────────────────────────

  get prompt(): Locator {
    const w = this.words.sessions;
    const names = [w.prompt("\\S+"), w.promptTo("\\S+"), w.promptLetter].join("|");
    return this.at.getByRole("textbox", { name: new RegExp(`^(${names})$`) });
  }

  /** Waits for the page to have come to life: a world is open, whatever is shown of it. */
  async awake(): Promise<this> {
    const alive = () => this.ask({ op: "status" }).then(Boolean, () => false);
    await until("life", alive, (yes) => yes);
    await this.at.getByRole("main").waitFor();
    return this;
  }

  get log(): Locator {
    return this.at.getByRole("log", { name: this.words.sessions.log });
  }

  /** The lines of the transcript that are drawn, with the place of each in the whole. */
  lines(): Promise<{ n: number; of: number; text: string }[]> {
    return this.log.getByRole("listitem").evaluateAll((rows) =>
      rows.map((row) => ({
        n: Number(row.ariaPosInSet),
        of: Number(row.ariaSetSize),
        text: (row.textContent ?? "").replace(/^[\d:.]*/, ""),
      })),
    );
  }

  /** Types a line where the focus is, which must be the prompt, and presses Enter. */
  async type(line: string): Promise<void> {
    const focused = () => this.prompt.evaluate((node) => node === document.activeElement);
    await until("the focus on the prompt", focused, (yes) => yes);
    if (this.keys) await this.page.keyboard.type(line);
    else await this.page.keyboard.insertText(line);
    await this.page.keyboard.press("Enter");
  }

  /** Types a line and waits for an answer. */
  async say(line: string, answer: RegExp): Promise<string> {
    const before = (await this.lines()).at(-1)?.of ?? 0;
    await this.type(line);
    return this.hear(answer, before, line);
  }

  /** Waits for a line of the transcript after the first `after` lines. */
  async hear(answer: RegExp, after = 0, to = "nothing"): Promise<string> {
    const fresh = async () => (await this.lines()).filter((l) => l.n > after).map((l) => l.text);
    const lines = await until(`${answer} as an answer to ${to}`, fresh, (all) => all.some((l) => answer.test(l)));
    return lines.find((l) => answer.test(l)) as string;
  }

  // ── The map, the inspector, the lesson ─────────────────────────────────────────────────────────────────────────────

  get map(): Locator {
    return this.at.getByRole("region", { name: this.words.panel.map, exact: true });
  }

  get inspector(): Locator {
    return this.at.getByRole("complementary", { name: this.words.panel.inspector });
  }

  get lesson(): Locator {
    return this.at.getByRole("region", { name: this.words.panel.lesson, exact: true });
  }

  /** A mailbox or queue on the map, with so many letters in it. */
  tray(name: string, letters: number): Locator {
    return this.map.getByRole("button", { name: `${name} ${this.words.map.letters(letters)}`, exact: true });
  }

  host(id: string): Locator {
    return this.map.getByRole("button", { name: new RegExp(`^${id.replaceAll(".", "\\.")}[,，、]`) });
  }

  /** Waits until the lesson counts so many steps as done. */
  async ticked(done: number, of: number): Promise<void> {
    await this.lesson.getByText(this.words.lesson.progress(done, of)).waitFor();
  }

  // ── Time ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  get scrubber(): Locator {
    return this.at.getByRole("slider", { name: this.words.time.scrub });
  }

  /** Number of the event that the page shows, as the timeline tells it. */
  async position(): Promise<number> {
    return Number(await this.scrubber.getAttribute("aria-valuenow"));
  }

  /** Waits until the world waits for a person or a long timer. */
  async quiet(): Promise<Status> {
    return until(
      "rest",
      () => this.ask({ op: "status" }),
      (s) => s.nextActive === null && !s.busy,
    );
  }

  // ── The engine ─────────────────────────────────────────────────────────────────────────────────────────────────────

  ask<C extends Command>(command: C): Promise<Replies[C["op"]]> {
    return this.at.evaluate((c) => {
      if (!globalThis.ehloWorld) throw new Error("no engine on this page");
      return globalThis.ehloWorld.ask(c);
    }, command as Command) as Promise<Replies[C["op"]]>;
  }

  async digest(): Promise<string> {
    return (await this.ask({ op: "digest" })).digest;
  }
}

/** Scenario 02 by hand: what is typed, and what the server says to it. The lesson's quiz is left. */
export const letter: readonly (readonly [string, RegExp])[] = [
  ["telnet mail.hai.example 25", /220 mail\.hai\.example/],
  ["HELO alice-pc.shan.example", /250 mail\.hai\.example Hello/],
  ["MAIL FROM:<alice@shan.example>", /250 2\.1\.0/],
  ["RCPT TO:<bob@hai.example>", /250 2\.1\.5/],
  ["DATA", /354/],
  ["From: alice@shan.example", /From:/],
  ["To: bob@hai.example", /To:/],
  ["Subject: Hi", /Subject:/],
  ["", /./],
  ["Hello.", /Hello\./],
  [".", /250 2\.0\.0 Ok: queued as H0001/],
  ["QUIT", /221/],
];

/** Where the lines of scenario 02's question belong. */
export const phases: Record<string, string> = {
  "220": "handshake",
  HELO: "handshake",
  MAIL: "transfer",
  RCPT: "transfer",
  DATA: "transfer",
  "the lone dot": "transfer",
  QUIT: "closing",
  "221": "closing",
};
