// What each problem of a letter is called in English, by its stable name (engine/message/problem.go). The particulars come
// from the engine.

export const problems: Record<string, string> = {};
