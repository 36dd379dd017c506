/** Texts by digest, the least recently used of which are forgotten beyond a total length. */
export interface TextCache {
  get(digest: string): string | undefined
  /** Keeps a text, and forgets those that were used the longest ago where there are too many. */
  set(digest: string, text: string): void
}

/**
 * Makes an empty cache; `maxLength` counts UTF-16 code units over all texts. A text of more than a quarter of it is
 * not kept, so that one alone does not drive out all others.
 */
export function createTextCache(maxLength: number): TextCache {
  // A Map keeps the order of insertion: what is used again is put at the end.
  const texts = new Map<string, string>()
  let length = 0
  return {
    get(digest) {
      const text = texts.get(digest)
      if (text === undefined) return undefined
      texts.delete(digest)
      texts.set(digest, text)
      return text
    },
    set(digest, text) {
      if (texts.has(digest) || text.length > maxLength / 4) return
      texts.set(digest, text)
      length += text.length
      for (const [oldest, kept] of texts) {
        if (length <= maxLength) return
        texts.delete(oldest)
        length -= kept.length
      }
    },
  }
}
