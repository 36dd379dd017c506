/** The word most like another by Levenshtein distance; undefined where more than two letters, and a third, differ. */
export function findNearestWord(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(2, Math.ceil(word.length / 3))
    ? best.other
    : undefined
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** The end of a message that names the nearest valid word; empty where none is near. */
export function suggestWord(word: string, words: readonly string[]): string {
  const nearest = findNearestWord(word, words)
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`
}
