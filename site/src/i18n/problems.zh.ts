// 信件的每种问题用中文怎么说，按固定的名字（engine/message/problem.go）。细节由引擎给出。

export const problems: Record<string, string> = {};
