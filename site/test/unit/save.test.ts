// Saved runs: pages do not overwrite each other, old runs make room, storage that refuses is survived.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browserStore, contains, maxRuns, memoryStore, type Run, Runs, type Store } from "../../src/state/save";

function run(id: string, inputs: string[] = ["@0 next"], at = 1): Run {
  const archive = `@ehlo 1\n@scenario hand-smtp 1\n@inputs\n${inputs.map((i) => `|${i}\n`).join("")}@end\n`;
  const title = { en: "x", zh: "x" };
  return {
    id,
    slug: "hand-smtp",
    custom: false,
    title,
    archive,
    inputs: inputs.length,
    done: 0,
    steps: 7,
    at,
    link: "",
    page: "",
  };
}

function ids(): () => string {
  let n = 0;
  return () => `new${++n}`;
}

function page(name: string, store: Store, kept: "saved" | "tab" = "saved"): Runs {
  return new Runs(
    [
      { store, kept },
      { store: memoryStore(), kept: "memory" },
    ],
    name,
    ids(),
  );
}

test("a run is there for the next page", () => {
  const store = memoryStore();
  assert.equal(page("a", store).put(run("r")), "saved");
  assert.equal(page("b", store).get("r")?.inputs, 1);
  assert.equal(page("b", store).list().length, 1);
});

test("two pages with the same run part ways", () => {
  const store = memoryStore();
  const [a, b] = [page("a", store), page("b", store)];
  const first = run("r", ["@0 next"]);
  a.put(first);
  const copy = run("r", ["@0 next", "@1 jump 5d"]);
  b.put(copy);
  assert.notEqual(copy.id, "r");
  first.archive = run("r", ["@0 next", "@2 next"]).archive;
  a.put(first);
  assert.equal(first.id, "r");
  assert.equal(store.keys().length, 2);
});

test("the same tab, loaded again, goes on with its run", () => {
  const store = memoryStore();
  page("a", store).put(run("r"));
  const b = page("b", store);
  b.claim(b.get("r") as Run);
  const mine = run("r", ["@0 next", "@1 next"]);
  b.put(mine);
  assert.equal(mine.id, "r");
  assert.equal(b.list().length, 1);
});

test("a run that continues another takes its place, unless that has gone elsewhere", () => {
  const store = memoryStore();
  page("a", store).put(run("r", ["@0 next"]));
  page("b", store).put(run("s", ["@0 next", "@1 next"]), "r");
  assert.deepEqual(
    page("c", store)
      .list()
      .map((r) => r.id),
    ["s"],
  );
  page("a", store).put(run("t", ["@0 jump 1d"]));
  page("b", store).put(run("u", ["@0 next"]), "t");
  assert.equal(page("c", store).list().length, 3);
});

test("only so many are kept, the latest", () => {
  const store = memoryStore();
  const a = page("a", store);
  for (let i = 1; i <= maxRuns + 5; i++) a.put(run(`r${i}`, ["@0 next"], i));
  const list = a.list();
  assert.equal(list.length, maxRuns);
  assert.equal(list[0]?.id, `r${maxRuns + 5}`);
  assert.equal(a.get("r1"), null);
});

test("a full disk forgets the oldest first, then says that it cannot keep", () => {
  const inner = memoryStore();
  let room = 2;
  const store: Store = {
    ...inner,
    set: (key, value) => (inner.get(key) !== null || inner.keys().length < room) && inner.set(key, value),
  };
  const a = page("a", store);
  a.put(run("r1", ["@0 next"], 1));
  a.put(run("r2", ["@0 next"], 2));
  assert.equal(a.put(run("r3", ["@0 next"], 3)), "saved");
  assert.equal(inner.keys().length, 2);
  assert.equal(a.get("r1"), null);
  room = 0;
  assert.equal(a.put(run("r4", ["@0 next"], 4)), "memory");
  assert.equal(a.get("r4")?.inputs, 1);
});

test("a run that no room is enough for costs no other run", () => {
  const inner = memoryStore();
  const taken = (but: string) =>
    inner.keys().reduce((sum, key) => sum + (key === but ? 0 : (inner.get(key)?.length ?? 0)), 0);
  const store: Store = {
    ...inner,
    set: (key, value) => taken(key) + value.length <= 4000 && inner.set(key, value),
  };
  const a = page("a", store);
  for (let i = 1; i <= 5; i++) assert.equal(a.put(run(`r${i}`, ["@0 next"], i)), "saved");
  const before = inner.keys().map((key) => inner.get(key));
  assert.equal(a.put(run("huge", [`@0 mail alice-pc send ${"x".repeat(5000)}`], 6)), "memory");
  assert.deepEqual(new Set(inner.keys().map((key) => inner.get(key))), new Set(before));
  assert.equal(a.list().length, 6);
});

test("storage whose very mention throws", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  assert.equal(browserStore("localStorage"), null);
  const runs = new Runs(
    [
      { store: browserStore("localStorage"), kept: "saved" },
      { store: memoryStore(), kept: "memory" },
    ],
    "a",
    ids(),
  );
  assert.equal(runs.best, "memory");
  assert.equal(runs.put(run("r")), "memory");
  assert.equal(runs.list().length, 1);
});

test("what somebody else has put into storage is no run", () => {
  const store = memoryStore();
  store.set("ehlo.run.x", "not json");
  store.set("ehlo.run.y", '{"id":5}');
  assert.deepEqual(page("a", store).list(), []);
});

test("contains", () => {
  assert.ok(contains(run("a", ["@0 x", "@1 y"]).archive, run("b", ["@0 x"]).archive));
  assert.ok(!contains(run("a", ["@0 x"]).archive, run("b", ["@0 x", "@1 y"]).archive));
  assert.ok(!contains(run("a", ["@0 xy"]).archive, run("b", ["@0 x"]).archive));
});
