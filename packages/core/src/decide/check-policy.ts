import { coversGlob, globsMeet } from './covers-glob.ts'
import type { Policy, PolicyRule, RuleMatch } from './policy.ts'
import { presets } from './presets.ts'
import { effectOf, listRuleCases, type RuleCase } from './rule-case.ts'

/** Something about a rule that its author will not have meant. */
export interface PolicyFinding {
  readonly kind: 'never-matches' | 'hidden' | 'contradiction'
  readonly rule: string
  /** The ids of the rules that hide it, or of the one that contradicts it. */
  readonly others?: readonly string[] | undefined
  /** One sentence for people. */
  readonly message: string
}

/**
 * Finds rules that can never match, that are wholly hidden by those that beat them, and enforced rules that contradict
 * each other somewhere. What is found is so; a rule that is hidden in a way that globs cannot tell is passed over.
 * What presets bring along is there to be overridden, and not judged.
 */
export function checkPolicy(policy: Policy): readonly PolicyFinding[] {
  const inherited = new Set(presets.flatMap((preset) => preset.rules))
  return policy.rules.flatMap((rule, index): readonly PolicyFinding[] => {
    if (inherited.has(rule)) return []
    const empty = Object.entries(rule.match).find(([, words]) => Array.isArray(words) && words.length === 0)
    const cases = empty === undefined ? listRuleCases(rule.match) : []
    if (cases.length === 0) {
      const why = empty === undefined ? explainImpossible(rule.match) : `"${empty[0]}" lists nothing`
      return [{ kind: 'never-matches', rule: rule.id, message: `${rule.id} can never match: ${why}` }]
    }
    const stronger = policy.rules.filter((other, place) => beats(other, place, rule, index))
    const hiding = findHiding(cases, stronger)
    if (hiding !== undefined) return [describeHidden(rule, hiding)]
    if (!rule.enforced) return []
    return policy.rules
      .slice(index + 1)
      .filter((other) => other.enforced && contradict(rule, cases, other))
      .map((other) => ({
        kind: 'contradiction',
        rule: rule.id,
        others: [other.id],
        message: `${rule.id} and ${other.id} are both enforced and decide differently where both match; ${other.id} wins`,
      }))
  })
}

// Each case has to be covered by one rule as a whole; the fewest rules are named that are enough.
function findHiding(
  cases: readonly RuleMatch[],
  stronger: readonly PolicyRule[],
): readonly PolicyRule[] | undefined {
  const whole = stronger.find((other) => cases.every((item) => covers(other.match, item)))
  if (whole !== undefined) return [whole]
  const found = cases.map((item) => stronger.find((other) => covers(other.match, item)))
  if (found.includes(undefined)) return undefined
  return stronger.filter((other) => found.includes(other))
}

function describeHidden(rule: PolicyRule, hiding: readonly PolicyRule[]): PolicyFinding {
  const names = hiding.map(({ id }) => id)
  const why = hiding.every((other) => other.enforced) && !rule.enforced ? 'enforced' : 'later'
  const message =
    names.length === 1
      ? `${names[0]} matches all that it matches, and ${why === 'later' ? 'comes later' : 'is enforced'}`
      : `${names.join(', ')} together match all that it matches, and ${why === 'later' ? 'win' : 'are enforced'}`
  return { kind: 'hidden', rule: rule.id, others: names, message: `${rule.id} is hidden: ${message}` }
}

function contradict(rule: PolicyRule, cases: readonly RuleCase[], other: PolicyRule): boolean {
  const others = listRuleCases(other.match)
  return cases.some((item) =>
    others.some(
      (that) => effectOf(rule.decision, item) !== effectOf(other.decision, that) && meet(item, that),
    ),
  )
}

function beats(other: PolicyRule, place: number, rule: PolicyRule, index: number): boolean {
  return other.enforced === rule.enforced ? place > index : other.enforced
}

function explainImpossible({ change, flow = ['publish', 'sync', 'capture'], ...match }: RuleMatch): string {
  if (listRuleCases({ change, flow }).length > 0 && Object.keys(match).length > 0)
    return 'authors and tags are known of ConfigHub’s and live values only'
  return `${change?.join(', ')} does not happen in ${flow.join(', ')}`
}

const wordKeys = ['flow', 'unitChange', 'author'] as const
const globKeys = [
  'environment',
  'unit',
  'group',
  'kind',
  'namespace',
  'name',
  'change',
  'authorId',
  'authorName',
  'tag',
] as const

function covers(wide: RuleMatch, narrow: RuleMatch): boolean {
  const all = (
    key: keyof RuleMatch & string,
    isCovered: (one: string, other: string) => boolean,
  ): boolean => {
    const [wanted, given] = [wide[key], narrow[key]]
    if (!Array.isArray(wanted)) return true
    if (!Array.isArray(given)) return false
    return given.every((word: string) => wanted.some((glob: string) => isCovered(glob, word)))
  }
  return (
    wordKeys.every((key) => all(key, (one, other) => one === other)) &&
    globKeys.every((key) => all(key, coversGlob)) &&
    all('path', (one, other) => coversGlob(one, other) || coversGlob(`${one}/**`, other)) &&
    Object.entries(wide.labels ?? {}).every(([label, globs]) =>
      narrow.labels?.[label]?.every((word) => globs.some((glob) => coversGlob(glob, word))),
    )
  )
}

function meet(one: RuleMatch, other: RuleMatch): boolean {
  const some = (key: keyof RuleMatch & string, isMet: (one: string, other: string) => boolean): boolean => {
    const [words, others] = [one[key], other[key]]
    if (!Array.isArray(words) || !Array.isArray(others)) return true
    return words.some((word: string) => others.some((glob: string) => isMet(word, glob)))
  }
  return (
    wordKeys.every((key) => some(key, (a, b) => a === b)) &&
    globKeys.every((key) => some(key, globsMeet)) &&
    some('path', (a, b) => globsMeet(a, b) || globsMeet(`${a}/**`, b) || globsMeet(a, `${b}/**`)) &&
    Object.entries(one.labels ?? {}).every(([label, globs]) => {
      const others = other.labels?.[label]
      return others === undefined || globs.some((a) => others.some((b) => globsMeet(a, b)))
    })
  )
}
