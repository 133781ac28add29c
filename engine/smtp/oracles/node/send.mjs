// Sends letters with nodemailer: send.mjs PORT USER PASSWORD FILE TAG. FILE is a letter whose octets must arrive as they
// are; TAG becomes part of the subjects of those that are composed here.
import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";

const [port, user, pass, name, tag] = process.argv.slice(2);
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

const direct = createTransport(server);
await direct.sendMail({ envelope: { from: user, to: [bob, carol, csse] }, raw: readFileSync(name) });
await direct.sendMail(letter(`Grüße, 你好 ${tag}`));

// A pool keeps one connection for all of these.
const pool = createTransport({ ...server, pool: true, maxConnections: 1 });
await Promise.all([1, 2, 3].map((i) => pool.sendMail(letter(`Grüße, 你好 ${tag} ${i}`))));
pool.close();
