const key = `(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?`
const value = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`
const requirement = [
  String.raw`!?\s*${key}`,
  String.raw`${key}\s*(?:=|==|!=)\s*${value}`,
  String.raw`${key}\s+(?:in|notin)\s*\(\s*${value}(?:\s*,\s*${value})*\s*\)`,
]
  .map((form) => `(?:${form})`)
  .join('|')
const selector = new RegExp(String.raw`^\s*(?:${requirement})(?:\s*,\s*(?:${requirement}))*\s*$`)

/** Tells whether a text is a label selector, as Kubernetes reads one (apimachinery `pkg/labels`). */
export function isLabelSelector(text: string): boolean {
  return selector.test(text)
}
