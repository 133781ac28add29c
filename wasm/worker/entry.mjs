// The worker's main module: answers what needs no Go, and keeps Go from being started too often. A Go runtime costs 10 ms
// and 6.5 MB per request, and an isolate has 128 MB for everything.

import worker from "./worker.mjs";

const maxBody = 64 * 1024;
const maxRunning = 8;

const headers = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
  "Access-Control-Allow-Headers": "Content-Type, Accept",
  "Access-Control-Max-Age": "86400",
  "Content-Security-Policy": "default-src 'none'",
  "X-Content-Type-Options": "nosniff",
};

let running = 0;

function refuse(status, error, more = {}) {
  return Response.json({ error }, { status, headers: { ...headers, ...more } });
}

/** Which methods an address knows; null for addresses that are not ours. */
function methods(path) {
  if (path === "/api/links") return ["POST"];
  if (/^\/s\/[A-Za-z0-9_-]{22}$/.test(path)) return ["GET", "HEAD"];
  return null;
}

/** Reads a body of bounded size before Go is started, so that slow uploads hold nothing; null when it is too big. */
async function readBody(request) {
  if (!request.body) return new Uint8Array(0);
  if (Number(request.headers.get("Content-Length")) > maxBody) return null;
  const parts = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > maxBody) {
      await reader.cancel();
      return null;
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export default {
  async fetch(request, env, ctx) {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers });
    const known = methods(new URL(request.url).pathname);
    if (!known) return refuse(404, "There is nothing at this address.");
    if (!known.includes(request.method)) return refuse(405, "Not with this method.", { Allow: known.join(", ") });
    const body = await readBody(request);
    if (body === null) return refuse(413, `A link has at most ${maxBody} octets.`);
    if (running >= maxRunning) return refuse(503, "The link service is busy; the long link works.", { "Retry-After": "1" });
    running++;
    try {
      const init = { method: request.method, headers: request.headers, redirect: "manual" };
      if (request.method === "POST") init.body = body;
      const answer = await worker.fetch(new Request(request.url, init), env, ctx);
      // The Go program ends with its answer's body, so the body is taken whole before the place is given free.
      const content = await answer.arrayBuffer();
      return new Response(answer.status === 204 || answer.status === 302 ? null : content, answer);
    } catch (reason) {
      console.error(reason);
      return refuse(500, "The link service failed.");
    } finally {
      running--;
    }
  },
};
