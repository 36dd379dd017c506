import { coversGlob, globsMeet } from './covers-glob.ts'
import { flowSides } from './flow-sides.ts'
import type { Policy, PolicyRule, RuleMatch } from './policy.ts'
import { presets } from './presets.ts'

/** Something about a rule that its author will not have meant. */
export interface PolicyFinding {
  readonly kind: 'never-matches' | 'hidden' | 'contradiction'
  readonly rule: string
  /** The other rule, where there is one. */
  readonly other?: string | undefined
  /** One sentence for people. */
  readonly message: string
}

/**
 * Finds rules that can never match, that are wholly hidden by one that beats them, and enforced rules that
 * contradict each other somewhere. What presets bring along is there to be overridden, and not judged.
 */
export function checkPolicy(policy: Policy): readonly PolicyFinding[] {
  const inherited = new Set(presets.flatMap((preset) => preset.rules))
  return policy.rules.flatMap((rule, index): readonly PolicyFinding[] => {
    if (inherited.has(rule)) return []
    const never = findImpossible(rule.match)
    if (never !== undefined) {
      return [
        { kind: 'never-matches', rule: rule.id, message: `${rule.id} can never match: ${never}` } as const,
      ]
    }
    const hiding = policy.rules.find(
      (other, place) => beats(other, place, rule, index) && covers(other.match, rule.match),
    )
    if (hiding !== undefined) {
      const why = hiding.enforced && !rule.enforced ? 'is enforced' : 'comes later'
      const message = `${rule.id} is hidden: ${hiding.id} matches all that it matches, and ${why}`
      return [{ kind: 'hidden', rule: rule.id, other: hiding.id, message } as const]
    }
    if (!rule.enforced) return []
    return policy.rules
      .slice(index + 1)
      .filter((other) => other.enforced && !isSameDecision(rule, other) && meet(rule.match, other.match))
      .map((other) => ({
        kind: 'contradiction' as const,
        rule: rule.id,
        other: other.id,
        message: `${rule.id} and ${other.id} are both enforced and decide differently where both match; ${other.id} wins`,
      }))
  })
}

function beats(other: PolicyRule, place: number, rule: PolicyRule, index: number): boolean {
  return other.enforced === rule.enforced ? place > index : other.enforced
}

function isSameDecision({ decision: one }: PolicyRule, { decision: other }: PolicyRule): boolean {
  if (one.kind !== other.kind) return false
  return one.kind !== 'take' || other.kind !== 'take' || one.side === other.side
}

// Git’s and live’s values are not attributed to a ConfigHub author, so these keys exclude each other.
function findImpossible(match: RuleMatch): string | undefined {
  const flows = match.flow ?? (['publish', 'sync', 'capture'] as const)
  const happens = match.change?.some((change) => {
    const side = /^(.*)-only$/.exec(change)?.[1]
    return side === undefined || flows.some((flow) => flowSides[flow].includes(side))
  })
  if (happens === false) return `${match.change?.join(', ')} does not happen in ${flows.join(', ')}`
  const isGitOnly = match.change?.every((change) => change === 'git-only') === true
  const asksAuthor =
    match.author?.includes('unknown') === false ||
    match.tag !== undefined ||
    match.authorName?.some((glob) => coversGlob(glob, '')) === false
  if (isGitOnly && asksAuthor) return 'authors and tags are known of ConfigHub’s and live values only'
  const empty = Object.entries(match).find(([, words]) => Array.isArray(words) && words.length === 0)
  return empty === undefined ? undefined : `"${empty[0]}" lists nothing`
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
