// GitHub takes 65,536 characters; the margin is for what a proxy or client counts otherwise.
const most = 60_000
// Room for what is said about the cut, and for what has to be closed.
const reserve = 1000

/** True where a text is within GitHub's limit, counted in UTF-16 units and in bytes. */
export function fitsBody(text: string): boolean {
  return text.length <= most && Buffer.byteLength(text) <= most
}

/**
 * Cuts a Markdown text between lines so that it fits with `ending` below it, closes what is open there (a code
 * block, a folded part), and says how much is missing and where to find it.
 */
export function shortenBody(text: string, ending: string, elsewhere: string): string {
  const room = most - reserve - Buffer.byteLength(ending)
  const all = text.split('\n')
  const lines: string[] = []
  let used = 0
  for (const line of all) {
    used += Buffer.byteLength(line) + 1
    if (used > room) break
    lines.push(line)
  }
  const fence = findOpenFence(lines)
  const kept = lines.join('\n')
  const opened = (kept.match(/<details\b/g) ?? []).length - (kept.match(/<\/details>/g) ?? []).length
  const left = all.length - lines.length
  return [
    ...lines,
    ...(fence === undefined ? [] : [fence]),
    ...Array.from({ length: Math.max(0, opened) }, () => '\n</details>'),
    '',
    `_This is cut short: ${left} more lines did not fit. ${elsewhere}_`,
    '',
    ending,
  ].join('\n')
}

// https://spec.commonmark.org/0.31.2/#fenced-code-blocks: only a fence at least as long closes the block.
function findOpenFence(lines: readonly string[]): string | undefined {
  let open: string | undefined
  for (const line of lines) {
    const [, fence, info = ''] = /^ {0,3}(`{3,})(.*)$/.exec(line) ?? []
    if (fence === undefined) continue
    if (open === undefined) open = fence
    else if (fence.length >= open.length && info.trim() === '') open = undefined
  }
  return open
}
