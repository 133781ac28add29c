// The modules that exist only during the build (see site/build/script.go).

declare module "ehlo:site" {
  const site: {
    /** The engine: the gzip file that is fetched, and the same in a classic script for where fetch is refused. */
    engine: { gz: string; b64: string };
    /** The engine's full edition, in the same two forms; the client goes over to it when the first one lacks something. */
    full: { gz: string; b64: string };
    /** The message codec, in the same two forms; anatomy/client.ts loads it when somebody opens a letter. */
    codec: { gz: string; b64: string };
    /** The explanations, and the same in a classic script; engine/words.ts reads them when there is nothing better to do. */
    words: { txt: string; b64: string };
    /** The built-in scenarios in the order of the course. */
    scenarios: ScenarioEntry[];
    /** Scripts that are loaded when first used, by the name of their file in site/src/chunks; NAME.css is their style. */
    chunks: Record<string, string>;
  };
  export interface ScenarioEntry {
    id: string;
    title: { en: string; zh: string };
    minutes: number;
    number: number; // Its place in the course, from 1; 0: it is no lesson of the course.
    file: string; // The text archive; read it with readText(file, script) of engine/assets.ts.
    script: string;
  }
  export default site;
}

declare module "ehlo:worker" {
  /** The text of the classic script that the engine's worker runs. */
  const source: string;
  export default source;
}

declare module "ehlo:letters" {
  /** The sample letters that come with the page (site/letters); read one with openAsset(file, script). */
  const letters: {
    id: string;
    title: { en: string; zh: string };
    about: { en: string; zh: string };
    file: string;
    script: string;
  }[];
  export default letters;
}

declare module "ehlo:codec-worker" {
  /** The text of the classic script that the message codec's worker runs. */
  const source: string;
  export default source;
}

// Lays out the modules that chunks take from the page (see site/build/chunks.go).
declare module "ehlo:shared";
