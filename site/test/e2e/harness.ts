// What the browser tests stand on: a server of the built site on free ports, Chromium, and pages that must neither ask
// third parties for anything nor complain on the console.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after } from "node:test";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const root = `${import.meta.dirname}/../..`;

/** Where Chromium is: EHLO_CHROMIUM, or a place where systems put it. */
function chromiumPath(): string {
  const places = [
    process.env.EHLO_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  const path = places.find((p) => p && existsSync(p));
  assert.ok(path, "no Chromium: install Debian's package chromium or set EHLO_CHROMIUM");
  return path;
}

let browser: Promise<Browser> | undefined;

function launch(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: chromiumPath(),
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  return browser;
}

const children: ChildProcess[] = [];

after(async () => {
  for (const child of children) child.kill();
  await (await browser)?.close();
});

/** The addresses of a running site: itself, and a page of another origin that has it in a sandboxed frame. */
export interface Site {
  url: string;
  embed: string;
}

const sites = new Map<string, Promise<Site>>();

/** The origins of all sites that this process serves; a request to anywhere else is one to a third party. */
const ours = new Set<string>();

/** Serves build/site as it was built, once per set of flags. `--cors=false` is a host that sends no CORS header. */
export function serve(...flags: string[]): Promise<Site> {
  const key = flags.join(" ");
  let site = sites.get(key);
  if (!site) {
    site = new Promise((resolve, reject) => {
      const args = ["serve", "--built", "--addr", "127.0.0.1:0", "--embed", "127.0.0.1:0", ...flags];
      const child = spawn(`${root}/build/site-tool`, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
      children.push(child);
      let output = "";
      child.stdout.on("data", (text: Buffer) => {
        output += text;
        const [url, embed] = output.match(/http:\/\/\S+/g) ?? [];
        if (!url || !embed) return;
        for (const address of [url, embed]) ours.add(new URL(address).origin);
        resolve({ url, embed });
      });
      child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
      child.on("error", reject);
    });
    sites.set(key, site);
  }
  return site;
}

/** A page and what went wrong on it. */
export interface Opened {
  page: Page;
  context: BrowserContext;
  /** Console errors, uncaught exceptions, failed requests; a test that expects one takes it out. */
  troubles: string[];
  /** Closes the page and fails when there was trouble. */
  done(): Promise<void>;
}

/** How long anything may take on a slow and busy machine. */
export const patience = 60_000;

/** Opens an address in a fresh profile. */
export async function open(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await (await launch()).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => troubles.push(`exception: ${error.stack ?? error.message}`));
  await context.route(
    (address) => !ours.has(address.origin) && /^(https?|wss?):$/.test(address.protocol),
    (route) => {
      troubles.push(`third-party request: ${route.request().url()}`);
      return route.abort();
    },
  );
  await page.goto(url);
  if (new URL(url).origin !== "null") await assertPolicy(page);
  return {
    page,
    context,
    troubles,
    async done() {
      await context.close();
      assert.deepEqual(troubles, []);
    },
  };
}

/** The page must have a policy that forbids everything which it does not name. */
async function assertPolicy(page: Page): Promise<void> {
  const policies = await page.locator('meta[http-equiv="Content-Security-Policy"]').all();
  // The course page around a frame has none; it is not ours.
  if (policies.length === 0 && (await page.locator("iframe").count()) > 0) return;
  assert.match((await policies[0]?.getAttribute("content")) ?? "no policy", /default-src 'none'/);
}

/** Asks until the answer satisfies, and returns it; fails with the last answer. */
export async function until<T>(what: string, ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > deadline) assert.fail(`${what} did not happen; last seen: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
