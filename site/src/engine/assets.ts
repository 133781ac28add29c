// Reads the files that lie beside the page, by fetch or, where fetch is refused, through a classic script with the same
// bytes in base64: in a sandboxed frame on a host without CORS headers, and from disk.

declare global {
  // What those scripts call.
  var ehloAsset: ((name: string, base64: string) => void) | undefined;
}

/** The folder that the page's own script came from; everything else lies beside it, wherever the site is hosted. */
const base = (() => {
  const script = typeof document === "undefined" ? null : document.currentScript;
  if (script instanceof HTMLScriptElement && script.src) return script.src;
  return typeof document === "undefined" ? "file:///" : document.baseURI;
})();

/** The absolute address of a file of the site. */
export function assetURL(name: string): string {
  return new URL(name, base).href;
}

const arrived = new Map<string, Uint8Array<ArrayBuffer>>();

/** Adds a classic script to the page and waits until it has run. */
export function runScript(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = assetURL(name);
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => {
      script.remove();
      reject(new Error(`${name} did not load`));
    };
    document.head.append(script);
  });
}

async function fromScript(file: string, script: string): Promise<Uint8Array<ArrayBuffer>> {
  globalThis.ehloAsset ??= (name, base64) => {
    arrived.set(
      name,
      Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
    );
  };
  await runScript(script);
  const data = arrived.get(file);
  arrived.delete(file);
  if (!data) throw new Error(`${script} brought something else than ${file}`);
  return data;
}

/** Opens a file as a stream of bytes. `script` is its twin. */
export async function openAsset(file: string, script: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  try {
    const response = await fetch(assetURL(file));
    if (response.ok && response.body) return response.body;
  } catch {
    // Refused or unreachable; the script tells which.
  }
  const data = await fromScript(file, script);
  // Not Blob.stream(): WebKit cannot read that from disk.
  return new ReadableStream({
    start(controller) {
      controller.enqueue(data);
      controller.close();
    },
  });
}

/** Reads a text file. `script` is its twin. */
export async function readText(file: string, script: string): Promise<string> {
  return new Response(await openAsset(file, script)).text();
}
