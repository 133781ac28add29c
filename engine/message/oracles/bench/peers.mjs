// Times postal-mime's reading and nodemailer's writing of the letters in a folder, one round over all classes, as JSON.
// usage: node peers.mjs FOLDER MILLISECONDS
import { readFileSync, readdirSync } from 'node:fs';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';

const [folder, milliseconds] = process.argv.slice(2);

const micros = () => {
    const { user, system } = process.cpuUsage();
    return user + system;
};

// warmUp is CPU microseconds of work before the clock counts, for each class and task: the engine compiles a second time
// what runs often.
const warmUp = 400_000;

async function measure(name, task, octets, once) {
    for (const until = micros() + warmUp; micros() < until; ) {
        await once();
    }
    const rate = { class: name, task, octets: 0, micros: 0 };
    const from = micros();
    while (rate.micros < Number(milliseconds) * 1000) {
        await once();
        rate.octets += octets;
        rate.micros = micros() - from;
    }
    return rate;
}

const content = d => Buffer.byteLength(d.Text) + Buffer.byteLength(d.HTML) + d.image.length + d.file.length + Buffer.byteLength(d.Subject);

function mail(d, i) {
    const attachments = [];
    if (d.image.length) {
        attachments.push({ filename: 'picture.png', contentType: 'image/png', cid: 'picture@shan.example', content: d.image });
    }
    if (d.file.length) {
        attachments.push({ filename: d.FileName, content: d.file });
    }
    return {
        from: { name: d.FromName, address: d.From },
        to: { name: d.ToName, address: d.To },
        cc: d.Cc,
        subject: d.Subject,
        text: d.Text,
        html: d.HTML || undefined,
        date: new Date('2026-11-27T02:00:00Z'),
        messageId: `<${i}@shan.example>`,
        attachments
    };
}

const out = [];
for (const file of readdirSync(folder).sort()) {
    const c = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
    const letters = c.Letters.map(l => Buffer.from(l, 'base64'));
    const drafts = c.Drafts.map(d => ({ ...d, image: Buffer.from(d.Image ?? '', 'base64'), file: Buffer.from(d.File ?? '', 'base64') }));
    const octets = letters.reduce((n, l) => n + l.length, 0);
    out.push(
        await measure(c.Name, 'parse', octets, async () => {
            for (const l of letters) {
                await PostalMime.parse(l);
            }
        })
    );
    out.push(
        await measure(c.Name, 'encode', drafts.reduce((n, d) => n + content(d), 0), async () => {
            for (const [i, d] of drafts.entries()) {
                await new Promise((resolve, reject) => new MailComposer(mail(d, i)).compile().build((error, m) => (error ? reject(error) : resolve(m))));
            }
        })
    );
}
process.stdout.write(JSON.stringify(out));
