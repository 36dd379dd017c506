/** Texts that were read, by their digest: what is there need not be fetched again. */
export interface TextCache {
  get(digest: string): string | undefined
  /** Keeps a text, and forgets those that were used the longest ago where there are too many. */
  keep(digest: string, text: string): void
}

/** Creates a cache that holds at most so many characters; a text of more than a quarter of them is not kept. */
export function createTextCache(mostCharacters: number): TextCache {
  const texts = new Map<string, string>()
  let size = 0
  const forget = (digest: string) => {
    size -= texts.get(digest)?.length ?? 0
    texts.delete(digest)
  }
  return {
    get(digest) {
      const text = texts.get(digest)
      if (text === undefined) return undefined
      // A map keeps the order in which its entries were set: the oldest first.
      texts.delete(digest)
      texts.set(digest, text)
      return text
    },
    keep(digest, text) {
      if (text.length > mostCharacters / 4) return
      forget(digest)
      texts.set(digest, text)
      size += text.length
      for (const oldest of texts.keys()) {
        if (size <= mostCharacters) break
        forget(oldest)
      }
    },
  }
}
