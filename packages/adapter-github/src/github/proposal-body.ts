// GitHub takes 65,536 characters; the margin is for what a proxy or client counts otherwise.
const mostCharacters = 60_000

const markers = /<!-- tideway:env=([^;>]*);digest=([^;>]*);v=1 -->/g

/** A proposal's body as it is sent: within GitHub's limit, and with the marker that names its digest. */
export function formatBody(body: string, environment: string, digest: string): string {
  const marker = `<!-- tideway:env=${environment};digest=${digest};v=1 -->`
  const normal = body.replaceAll('\r\n', '\n')
  const whole = normal.trimEnd().endsWith(marker)
    ? normal.trimEnd()
    : `${normal}${normal.endsWith('\n') ? '' : '\n'}\n${marker}`
  return whole.length <= mostCharacters ? whole : `${shorten(removeMarkers(normal))}\n\n${marker}`
}

/** The digest that a body was last given for an environment; undefined where somebody removed it. */
export function readDigest(body: string | null, environment: string): string | undefined {
  // What a store's texts say comes before the real marker, which is the last one.
  const last = [...(body ?? '').matchAll(markers)].findLast(([, named]) => named === environment)
  return last?.[2] === '' ? undefined : last?.[2]
}

/** A body without its marker, for a proposal that tideway itself withdrew. */
export function removeMarkers(body: string): string {
  return body.replaceAll(markers, '').trimEnd()
}

// The cut is between lines, and what is open there (a code block, a folded part) is closed.
function shorten(body: string): string {
  const kept = body.slice(0, mostCharacters - 500)
  const lines = kept.slice(0, Math.max(kept.lastIndexOf('\n'), 0)).split('\n')
  const left = body.split('\n').length - lines.length
  const fences = lines.filter((line) => /^\s*```/.test(line)).length
  const text = lines.join('\n')
  const opened = (text.match(/<details\b/g) ?? []).length - (text.match(/<\/details>/g) ?? []).length
  return [
    text,
    ...(fences % 2 === 1 ? ['```'] : []),
    ...Array.from({ length: Math.max(0, opened) }, () => '</details>'),
    '',
    `_This is cut short: ${left} more lines did not fit. The files of this pull request are complete._`,
  ].join('\n')
}
