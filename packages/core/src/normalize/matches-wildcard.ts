/** Tells whether a text fits a pattern in which `*` stands for any characters. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === text
  if (!text.startsWith(pattern.slice(0, star))) return false
  const rest = pattern.slice(star + 1).split('*')
  const last = rest.pop() ?? ''
  let place = star
  for (const part of rest) {
    const found = text.indexOf(part, place)
    if (found < 0) return false
    place = found + part.length
  }
  return text.length - last.length >= place && text.endsWith(last)
}
