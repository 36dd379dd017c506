import { suggestWord } from '../model/find-nearest-word.ts'
import { readCheckedYaml } from '../parse/read-checked-yaml.ts'
import type { YamlProblem } from '../parse/yaml-problem.ts'
import { findRuleProblems, readKey } from './find-rule-problems.ts'
import type { Policy, PolicyRule } from './policy.ts'
import { policyFileSchema } from './policy-file.ts'
import { findPreset, presets } from './presets.ts'
import { resolveRule } from './resolve-rule.ts'

/** Where a policy is read from. */
export interface PolicyReading {
  /** The file's name, for messages and for {@link PolicyReading.load}. */
  readonly name: string
  /**
   * Finds the file that `extends` names, relative to the file `from`; undefined where there is none.
   * Default: no file is found, only presets.
   */
  readonly load?: ((reference: string, from: string) => LoadedPolicy | undefined) | undefined
}

/** A policy file that was found. */
export interface LoadedPolicy {
  /** The same name for the same file, however it was referred to. */
  readonly name: string
  readonly text: string
}

/**
 * Reads a policy file: the rules of what it extends first, presets before files, then its own; the last
 * matching one wins.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem of a file at once, each with line and column.
 *
 * @example
 * readPolicy('extends: [merge]\nrules:\n  - { id: ours, match: { unit: web }, decide: hold }\n', { name: 'web.yaml' })
 */
export function readPolicy(text: string, reading: PolicyReading): Policy {
  return { name: reading.name, rules: rulesOf({ name: reading.name, text }, reading, []) }
}

function rulesOf(
  file: LoadedPolicy,
  reading: PolicyReading,
  within: readonly string[],
): readonly PolicyRule[] {
  const chain = [...within, file.name]
  const find = (name: string) => findExtended(name, file.name, reading, chain)
  const checked = readCheckedYaml(file.text, file.name, policyFileSchema, (value) => [
    ...findExtendsProblems(readKey(value, 'extends'), find),
    ...findRuleProblems(readKey(value, 'rules')),
  ])
  const { extends: names = [], rules = [] } = checked.value
  const found = names.map(find)
  // A preset speaks of everything: after a file, it would hide all that the file says.
  const inherited = [
    ...found.flatMap((item) => (item.kind === 'preset' ? item.rules : [])),
    ...found.flatMap((item) => (item.kind === 'file' ? rulesOf(item.file, reading, chain) : [])),
  ]
  return [...inherited, ...rules.map(resolveRule)]
}

function findExtendsProblems(names: unknown, find: (name: string) => Extended): readonly YamlProblem[] {
  const list: readonly unknown[] = Array.isArray(names) ? names : []
  return list.flatMap((name, index) => {
    const found = typeof name === 'string' && name !== '' ? find(name) : undefined
    return found?.kind === 'problem' ? [{ path: ['extends', index], message: found.message }] : []
  })
}

type Extended =
  | { readonly kind: 'preset'; readonly rules: readonly PolicyRule[] }
  | { readonly kind: 'file'; readonly file: LoadedPolicy }
  | { readonly kind: 'problem'; readonly message: string }

function findExtended(
  name: string,
  from: string,
  reading: PolicyReading,
  chain: readonly string[],
): Extended {
  const preset = findPreset(name)
  if (preset !== undefined) return { kind: 'preset', rules: preset.rules }
  const file = reading.load?.(name, from)
  if (file === undefined) {
    const message = `no preset, file or package of this name${suggestWord(
      name,
      presets.map((preset) => preset.name),
    )}`
    return { kind: 'problem', message }
  }
  if (!chain.includes(file.name)) return { kind: 'file', file }
  return { kind: 'problem', message: `policies extend each other: ${[...chain, file.name].join(' -> ')}` }
}
