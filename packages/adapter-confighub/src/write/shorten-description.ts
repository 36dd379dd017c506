// ConfigHub gives no limit; what is sent is part of the request line, of which servers commonly take 8 KiB.
const longest = 500

/**
 * Fits a description to be sent: one line, no more than 500 characters. What is too long is cut before the
 * last parentheses, since a trailer there says which commit it came from.
 */
export function shortenDescription(description: string): string {
  const line = description.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (line.length <= longest) return line
  const trailer = / \([^()]{1,100}\)$/.exec(line)?.[0] ?? ''
  const start = line.slice(0, longest - trailer.length - 1)
  // Half a surrogate pair is no character.
  return `${start.replace(/[\uD800-\uDBFF]$/, '')}…${trailer}`
}
