/** Takes secrets out of texts that are shown. */
export interface Redactor {
  /** Remembers a secret. */
  add(secret: string): void
  /** The text with every remembered secret blotted out, on one line, no longer than 300 characters. */
  redact(text: string): string
}

const longestShown = 300

/** Creates a redactor that knows the given secrets. */
export function createRedactor(known: readonly string[]): Redactor {
  const secrets = new Set(known)
  return {
    add: (secret) => void secrets.add(secret),
    redact(text) {
      let shown = text
      for (const secret of secrets) shown = shown.replaceAll(secret, '***')
      shown = shown.replace(/[\s\p{Cc}]+/gu, ' ').trim()
      return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown)}…`
    },
  }
}
