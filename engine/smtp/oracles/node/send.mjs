// Sends letters with nodemailer: send.mjs PORT USER PASSWORD FILE TAG [notices|utf8]. FILE is a letter whose octets must
// arrive as they are; TAG becomes part of the subjects of those that are composed here. With "notices" it asks for notices
// of what becomes of FILE, whose recipients are Bob and one who does not exist. With "utf8" the letter is one whose
// addresses are beyond ASCII.
import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";

const [port, user, pass, name, tag, what] = process.argv.slice(2);
const [bob, carol, csse] = ["bob@hai.example", "carol@hai.example", "csse@hai.example"];
const server = { host: "127.0.0.1", port: Number(port), secure: false, ignoreTLS: true, auth: { user, pass } };
const picture = Buffer.from(Array.from({ length: 5000 }, (_, i) => ((i * i) >> 3) & 255));
const letter = (subject) => ({
  from: user,
  to: bob,
  cc: carol,
  bcc: csse,
  subject,
  text: "Schöne Grüße.\n.\n..\n.end\n",
  attachments: [{ filename: "图片.bin", content: picture, contentType: "application/octet-stream" }],
});

const raw = readFileSync(name);
const direct = createTransport(server);
if (what === "notices") {
  // It asks the same for all recipients of a letter, so that these are two.
  const dsn = { id: `${tag}+1`, return: "headers" };
  await direct.sendMail({ envelope: { from: user, to: bob }, raw, dsn: { ...dsn, notify: ["success", "failure"], recipient: "robert@hai.example" } });
  await direct.sendMail({ envelope: { from: user, to: "nobody@hai.example" }, raw, dsn: { ...dsn, notify: "failure", recipient: "someone+else@hai.example" } });
} else if (what === "utf8") {
  await direct.sendMail({ from: user, to: "用户@hai.example", subject: `Grüße, 你好 ${tag}`, text: "Schöne Grüße.\n.\n..\n.end\n" });
} else {
  await direct.sendMail({ envelope: { from: user, to: [bob, carol, csse] }, raw });
  await direct.sendMail(letter(`Grüße, 你好 ${tag}`));

  // A pool keeps one connection for all of these.
  const pool = createTransport({ ...server, pool: true, maxConnections: 1 });
  await Promise.all([1, 2, 3].map((i) => pool.sendMail(letter(`Grüße, 你好 ${tag} ${i}`))));
  pool.close();
}
