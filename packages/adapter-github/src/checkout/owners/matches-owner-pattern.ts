/**
 * Tells whether a pattern of a CODEOWNERS file covers a path. The rules are gitignore's, but for these: there are no
 * character ranges, and a last part that is a lone `*` covers the files of one folder and nothing below them.
 *
 * @see https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function matchesOwnerPattern(pattern: string, path: string): boolean {
  const [parts, names] = [anchor(pattern.split('/')), path.split('/')]
  // How many names of the path the parts so far can stand for.
  let reached: ReadonlySet<number> = new Set([0])
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    reached = new Set([...reached].flatMap((from) => stepOver(part, names, from, isLast)))
  }
  return reached.has(names.length)
}

// Without a slash, but for one at its end, a pattern is at home in every folder.
function anchor(parts: readonly string[]): readonly string[] {
  const isRooted = parts[0] === ''
  const rooted = isRooted ? parts.slice(1) : parts
  const isFolder = rooted.length > 1 && rooted.at(-1) === ''
  const isLoose = !isRooted && rooted.length === (isFolder ? 2 : 1)
  const named = isFolder ? [...rooted.slice(0, -1), '**'] : rooted
  return isLoose ? ['**', ...named] : named
}

function stepOver(part: string, names: readonly string[], from: number, isLast: boolean): readonly number[] {
  if (part === '**') {
    // At the end it stands for what is in a folder, so for one name at least.
    const first = isLast ? from + 1 : from
    return names.flatMap((_, index) => (index + 1 >= first ? [index + 1] : [])).concat(isLast ? [] : [from])
  }
  const name = names[from]
  if (name === undefined || !matchesName(part, name)) return []
  // What names a folder covers all that is in it.
  return isLast && part !== '*' ? [from + 1, names.length] : [from + 1]
}

// `*` stands for any characters, `?` for one, and what follows a backslash for itself.
function matchesName(part: string, name: string): boolean {
  const signs = [...part.matchAll(/\\(.)|(.)/gsu)].map(([, escaped, plain]) =>
    escaped === undefined ? { sign: plain } : { letter: escaped },
  )
  const letters = [...name]
  let reached: ReadonlySet<number> = new Set([0])
  for (const { sign, letter = sign } of signs) {
    const next = new Set<number>()
    for (const from of reached) {
      if (sign === '*') for (let to = from; to <= letters.length; to += 1) next.add(to)
      else if (from < letters.length && (sign === '?' || letters[from] === letter)) next.add(from + 1)
    }
    reached = next
  }
  return reached.has(letters.length)
}
