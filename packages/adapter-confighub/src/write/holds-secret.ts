const secretKind = /\bkind["']?\s*:\s*["']?Secret\b/

/** Tells whether a text has a Secret. A refusal may quote the text, and a Secret's values are shown nowhere. */
export function holdsSecret(text: string): boolean {
  return secretKind.test(text)
}
