// What tests import as "ehlo:site": a site without files.
export default {
  engine: { gz: "engine.wasm.gz", b64: "engine.b64.js" },
  full: { gz: "engine-full.wasm.gz", b64: "engine-full.b64.js" },
  codec: { gz: "codec.wasm.gz", b64: "codec.b64.js" },
  words: { txt: "words.txt", b64: "words.b64.js" },
  scenarios: [],
  chunks: {},
};
