// A policy has few globs, and asks each of them of every change.
const patterns = new Map<string, RegExp>()
const mostPatterns = 1000

/** Matches a text against a glob: `*` stands for any characters but `/`, `**` for any characters. */
export function matchesGlob(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text
  const known = patterns.get(glob)
  if (known !== undefined) return known.test(text)
  const pattern = compile(glob)
  if (patterns.size === mostPatterns) patterns.clear()
  patterns.set(glob, pattern)
  return pattern.test(text)
}

function compile(glob: string): RegExp {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  return new RegExp(`^${pattern}$`, 's')
}
