// A letter that no name holds, for "any text without a slash", and one for "any text".
const anyName = '\u0001'
const anyText = '\u0002'

/** Tells whether one glob matches whatever another one matches; false also where that cannot be told. */
export function coversGlob(glob: string, other: string): boolean {
  const pattern = glob
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === '**' ? '.*' : part === '*' ? `[^/${anyText}]*` : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  const sample = other.replaceAll('**', anyText).replaceAll('*', anyName)
  return new RegExp(`^${pattern}$`, 's').test(sample)
}

/** Tells whether some text matches both globs. */
export function globsMeet(one: string, other: string): boolean {
  const [first, second] = [tokensOf(one), tokensOf(other)]
  const known = new Map<number, boolean>()
  const meet = (i: number, j: number): boolean => {
    const key = i * (second.length + 1) + j
    const answer = known.get(key) ?? look(i, j)
    known.set(key, answer)
    return answer
  }
  const look = (i: number, j: number): boolean => {
    const [a, b] = [first[i], second[j]]
    if (a === undefined && b === undefined) return true
    if (isStar(a) && meet(i + 1, j)) return true
    if (isStar(b) && meet(i, j + 1)) return true
    if (a === undefined || b === undefined) return false
    if (isStar(a)) return isStar(b) ? false : (a === '**' || b !== '/') && meet(i, j + 1)
    if (isStar(b)) return (b === '**' || a !== '/') && meet(i + 1, j)
    return a === b && meet(i + 1, j + 1)
  }
  return meet(0, 0)
}

function tokensOf(glob: string): readonly string[] {
  return glob.match(/\*\*|./gsu) ?? []
}

function isStar(token: string | undefined): boolean {
  return token === '*' || token === '**'
}
