// Saving and the like: the first at once, a burst as one more, nothing lost.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Spaced } from "../../src/state/spaced";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("a burst is two runs: the first at once, the rest when it has rested", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let clock = 1000;
  const now = mock.method(performance, "now", () => clock);
  const pass = async (ms: number) => {
    clock += ms;
    mock.timers.tick(ms);
    await turn();
  };
  try {
    let runs = 0;
    const work = new Spaced(async () => void runs++, 400);
    work.ask();
    assert.equal(runs, 1);
    await turn();
    for (let i = 0; i < 30; i++) {
      work.ask();
      await pass(10);
    }
    assert.equal(runs, 1);
    assert.ok(work.due);
    await pass(100);
    assert.equal(runs, 2);
    assert.ok(!work.due);
    await pass(1000);
    assert.equal(runs, 2);
    work.ask();
    assert.equal(runs, 3);
  } finally {
    now.mock.restore();
    mock.timers.reset();
  }
});

test("what is asked for while the task runs is done after it, and flush waits for both", async () => {
  let runs = 0;
  const work = new Spaced(async () => {
    const mine = ++runs;
    await turn();
    if (mine === 1) throw new Error("refused");
  }, 60_000);
  work.ask();
  work.ask();
  await work.flush();
  assert.equal(runs, 2);
  await work.flush();
  assert.equal(runs, 2);
});
