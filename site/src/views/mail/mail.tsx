// A host's mail program: compose, send, get mail, read.

export function MailProgram({ host }: { host: string }) {
  return <p class="empty">{host}</p>;
}
