/** More than one page of any store that is known. */
export const manyItems = 120

/** A unit with one ConfigMap, for suites: any store of Kubernetes YAML takes it. */
export function sampleText(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: ${JSON.stringify(value)}\n`
}

/** A unit of half a mebibyte: more than a buffer or a page, less than any known store's limit. */
export function largeText(): string {
  return sampleText('web', 'größer '.repeat(2 ** 16))
}

/** A unit with text that a careless store folds, trims or takes for the end: all of it is valid YAML. */
export function oddText(name: string): string {
  const value = ['e\u0301 is not \u00e9', '\u{1d4b3} 👩‍👩‍👧', '\u200f\u00a0 ', '</script> %00 $(y)'].join(' ')
  // In quotes, since a name like null is no text without them.
  return `# \u{1f4a1} a comment first \n${sampleText(JSON.stringify(name.toLowerCase()), value)}\n\n  # and last`
}

/** Sorted names that are rare and allowed nearly everywhere; a harness replaces them where its store is stricter. */
export function oddNames(
  allowed: readonly string[] = ['0', 'constructor', 'null', 'tostring', `x${'-long'.repeat(12)}`],
): readonly string[] {
  return [...allowed].sort()
}

/** They are no unit's name anywhere, and lead a careless path out of its folder, or to the unit `up`. */
export const leadingNames: readonly string[] = ['../up', './up', 'web/../up', '']
