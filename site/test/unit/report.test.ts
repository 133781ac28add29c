// What the inspector reads from the raw text of a letter.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryStatus, fields, halves, withoutType } from "../../src/views/inspector/report";

test("a delivery report in groups of fields", () => {
  const raw = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary="x"',
    "",
    "--x",
    "Content-Type: text/plain",
    "",
    "Your letter could not be delivered.",
    "--x",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.shan.example",
    "",
    "Final-Recipient: rfc822; zhou@gone.example",
    "Action: failed",
    "Status: 4.4.1",
    "Diagnostic-Code: smtp; 421 4.4.1",
    " no answer",
    "",
    "--x",
    "Content-Type: message/rfc822",
    "",
    "Subject: not part of it",
    "--x--",
  ].join("\r\n");
  const groups = deliveryStatus(raw);
  assert.equal(groups.length, 2);
  assert.deepEqual(
    groups[1]?.map((f) => f.name),
    ["Final-Recipient", "Action", "Status", "Diagnostic-Code"],
  );
  assert.equal(groups[1]?.[3]?.value, "smtp; 421 4.4.1 no answer");
  assert.equal(withoutType(groups[1]?.[0]?.value ?? ""), "zhou@gone.example");
});

test("letters without a report, and without a body", () => {
  assert.deepEqual(deliveryStatus("Subject: x\r\n\r\nContent-Type: message/delivery-status"), []);
  assert.deepEqual(halves("Subject: x\r\n"), ["Subject: x\r\n", ""]);
  assert.deepEqual(halves("A: 1\n\nbody\n\nmore"), ["A: 1", "body\n\nmore"]);
  assert.deepEqual(fields("no field here\nA: 1"), [{ name: "A", value: "1" }]);
});
