// Prints what postal-mime finds in letters, as the structure JSON, one line for each. Standard input is the letters, each
// with its length before it as four octets, most significant first. A member that the library does not give is left out.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import PostalMime, { decodeWords } from 'postal-mime';

const sha = data => createHash('sha256').update(data).digest('hex');
const spaced = text => text.replace(/[\s\u0085]+/g, ' ').trim();

// lineFeeds turns CR LF and CR into LF.
const lineFeeds = data => Buffer.from(Buffer.from(data).toString('latin1').replace(/\r\n?/g, '\n'), 'latin1');

// Bodies and texts up to so many octets are printed beside their hashes, for reasons that look at them.
const excerpt = 8192;

const isMultipart = node => Boolean(node.contentType.multipart) && node.childNodes.length > 0;

// trimmed is a node's content without the line feed that the library adds after the last line. Where the letter itself
// ends with a line end, the last line had one.
function trimmed(parser, node, letter) {
    const content = Buffer.from(node.content ?? new ArrayBuffer(0));
    const encoding = node.contentTransferEncoding.encoding;
    const own = node === parser.currentNode && letter.length > 0 && letter[letter.length - 1] === 0x0a;
    if (/base64/.test(encoding) || own || content[content.length - 1] !== 0x0a) {
        return content;
    }
    return content.subarray(0, content.length - 1);
}

function addBody(out, body) {
    out.body_len = body.length;
    out.body_sha256 = sha(body);
    if (body.length <= excerpt) {
        out.body = body.toString('base64');
    }
}

async function part(parser, node, path, letter) {
    const type = node.contentType.parsed;
    const disposition = node.contentDisposition.parsed;
    const params = {};
    for (const [name, value] of Object.entries(type.params)) {
        params[name] = decodeWords(String(value));
    }
    const filename = disposition.params.filename || type.params.name || null;
    const out = {
        path,
        type: type.value,
        params,
        disposition: disposition.value || null,
        filename: filename ? decodeWords(filename) : null
    };
    const id = (node.contentId ?? '').replace(/^</, '').replace(/>$/, '');
    if (!/[<> ]/.test(id)) {
        out.cid = id || null; // The library does not take this field apart.
    }
    if (node.headers.some(h => h.key === 'content-transfer-encoding')) {
        out.encoding = node.contentTransferEncoding.encoding || '7bit'; // Its default is another one.
    }
    if (isMultipart(node)) {
        out.parts = [];
        for (const [i, child] of node.childNodes.entries()) {
            out.parts.push(await part(parser, child, path ? `${path}.${i + 1}` : String(i + 1), letter));
        }
        return out;
    }
    const content = trimmed(parser, node, letter);
    if (type.value === 'message/rfc822') {
        // What the library does for inline letters it does here for all.
        const inner = new PostalMime();
        await inner.parse(content);
        out.message = {
            headers: headers(inner),
            root: await part(inner, inner.root, isMultipart(inner.root) ? path : `${path}.1`, content)
        };
        return out;
    }
    if (type.value.startsWith('text/')) {
        const body = lineFeeds(content);
        addBody(out, body);
        node.content = body.buffer.slice(body.byteOffset, body.byteOffset + body.length);
        delete node.contentType.parsed.params.format; // The format wants the text as it is, not flowed.
        const text = Buffer.from(node.getTextContent());
        out.text_sha256 = sha(text);
        if (text.length <= excerpt) {
            out.text = text.toString();
        }
    } else if (/base64/.test(node.contentTransferEncoding.encoding)) {
        addBody(out, content);
        out.text_sha256 = null;
    } // Line ends of other parts are lost.
    return out;
}

const headers = parser => parser.root.headers.map(h => [h.originalKey, spaced(decodeWords(h.value))]);

async function structure(letter) {
    const parser = new PostalMime();
    await parser.parse(letter);
    return { headers: headers(parser), root: await part(parser, parser.root, isMultipart(parser.root) ? '' : '1', letter) };
}

const input = readFileSync(0);
const lines = [];
for (let at = 0; at < input.length; ) {
    const size = input.readUInt32BE(at);
    const letter = input.subarray(at + 4, at + 4 + size);
    at += 4 + size;
    try {
        lines.push(JSON.stringify(await structure(letter)));
    } catch (problem) {
        lines.push(JSON.stringify({ error: String(problem) }));
    }
}
process.stdout.write(lines.join('\n') + (lines.length ? '\n' : ''));
