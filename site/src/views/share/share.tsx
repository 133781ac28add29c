// The header's buttons for sharing: a link that holds everything, and the code for embedding.

export function ShareButtons() {
  return null;
}
