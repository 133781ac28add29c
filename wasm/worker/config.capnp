# The worker in plain workerd, for tests and for hosting without Cloudflare. "kv" is any HTTP service that answers
# GET and PUT /<key>?urlencoded=true; fill in its address. Relative paths are those of build/worker.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "links", worker = .links),
    (name = "kv", external = (address = "127.0.0.1:9901", http = ())),
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:9900", http = (), service = "links")],
);

const links :Workerd.Worker = (
  modules = [
    (name = "entry.mjs", esModule = embed "entry.mjs"),
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "runtime.mjs", esModule = embed "runtime.mjs"),
    (name = "wasm_exec.js", esModule = embed "wasm_exec.js"),
    (name = "app.wasm", wasm = embed "app.wasm"),
  ],
  compatibilityDate = "2026-03-01",
  bindings = [
    (name = "SITE", text = "http://127.0.0.1:8080/"),
    (name = "LINKS", kvNamespace = "kv"),
  ],
);
