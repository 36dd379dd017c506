/** A number with its noun, which takes an s unless it is one: `1 unit`, `2 units`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
