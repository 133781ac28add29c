// What is read off a protocol's table.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Table } from "../../src/bridge/protocol";
import type { TraceEvent } from "../../src/state/events";
import { following, granted, way } from "../../src/views/inspector/states";

function table(proto: string, first: string, rows: string): Table {
  const transitions = rows.split("; ").map((row) => {
    const [verb = "", from = "", on = "", to = "", after = ""] = row.split(" ");
    return { verb, from, on, to, after };
  });
  return { proto, states: [{ name: first, help: { en: "", zh: "" } }], transitions };
}

const smtp = table(
  "smtp",
  "CONNECT",
  "connect CONNECT 4xx5xx END; connect CONNECT 2xx HALL; EHLO HALL 4xx5xx HALL; EHLO HALL 2xx READY; MAIL READY 2xx MAIL; " +
    "AUTH READY 334 AUTH; RCPT MAIL 4xx5xx MAIL; RCPT MAIL 2xx RCPT; DATA RCPT 354 DATA; EOD DATA 2xx READY; " +
    "QUIT READY 4xx5xx READY; QUIT READY 2xx END",
);
const pop3 = table(
  "pop3",
  "LOGIN",
  "USER LOGIN -ERR LOGIN; USER LOGIN +OK LOGIN; PASS LOGIN +OK BOX USER; QUIT LOGIN +OK CLOSED; " +
    "STAT BOX +OK BOX; QUIT BOX taken UPDATE; QUIT UPDATE +OK CLOSED",
);

test("the way of a letter is the table's", () => {
  assert.deepEqual(way(smtp), ["HALL", "READY", "MAIL", "RCPT", "DATA", "END"]);
  assert.deepEqual(way(pop3), ["LOGIN", "BOX", "UPDATE"]);
});

test("PASS may follow USER alone, and only a USER that was granted", () => {
  assert.deepEqual(following(pop3, "LOGIN", ""), ["USER", "QUIT"]);
  assert.deepEqual(following(pop3, "LOGIN", "USER"), ["USER", "PASS", "QUIT"]);
  const events = [
    { ev: "conn" },
    { ev: "cmd", verb: "USER" },
    { ev: "reply", verb: "USER", code: "+OK" },
    { ev: "auth" },
  ];
  const at = (n: number) => events[n - 1] as TraceEvent;
  assert.equal(granted([1], at), "");
  assert.equal(granted([1, 2], at), "");
  assert.equal(granted([1, 2, 3, 4], at), "USER");
  events[2] = { ev: "reply", verb: "USER", code: "-ERR" };
  assert.equal(granted([1, 2, 3], at), "");
});

test("a state beside the way of a letter is shown where it is reached", () => {
  const wide = table(
    "smtp",
    "CONNECT",
    "connect CONNECT 2xx GREET; connect CONNECT 4xx5xx REFUSED; EHLO GREET 2xx READY; AUTH READY 334 AUTH; MAIL READY 2xx MAIL; " +
      "RCPT MAIL 2xx RCPT; DATA RCPT 354 DATA; EOD DATA 2xx READY; BDAT RCPT 2xx BDAT; BDAT BDAT 2xx BDAT; " +
      "BDAT_LAST BDAT 2xx READY; QUIT READY 2xx QUIT; QUIT REFUSED 2xx QUIT",
  );
  for (const row of wide.transitions) row.verb = row.verb.replace("_", " ");
  wide.states = ["CONNECT", "GREET", "READY", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "REFUSED", "QUIT"].map(
    (name) => ({
      name,
      help: { en: "", zh: "" },
    }),
  );
  assert.deepEqual(way(wide), ["GREET", "READY", "MAIL", "RCPT", "DATA", "QUIT"]);
  assert.deepEqual(way(wide, "BDAT", true), ["GREET", "READY", "MAIL", "RCPT", "BDAT", "QUIT"]);
  assert.deepEqual(way(wide, "AUTH"), ["GREET", "READY", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]);
  assert.deepEqual(way(wide, "REFUSED"), ["REFUSED", "QUIT"]);
  assert.deepEqual(way(wide, "CONNECT"), way(wide));
});
