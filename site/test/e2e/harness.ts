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
        if (url && embed) resolve({ url, embed });
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
  /** Fails when there was trouble, then closes the page. */
  done(): Promise<void>;
}

/** Opens an address in a fresh profile. */
export async function open(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await (await launch()).newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => troubles.push(`exception: ${error.stack ?? error.message}`));
  // Every test page and everything that it may load lies on this machine.
  await context.route(
    (address) => !["127.0.0.1", "localhost"].includes(address.hostname) && /^(https?|wss?):$/.test(address.protocol),
    (route) => {
      troubles.push(`third-party request: ${route.request().url()}`);
      return route.abort();
    },
  );
  await page.goto(url);
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
