import { readKey } from '../decide/find-rule-problems.ts'
import type { Policy } from '../decide/policy.ts'
import { findPreset } from '../decide/presets.ts'
import { type LoadedPolicy, readPolicy } from '../decide/read-policy.ts'
import { type CheckedYaml, readCheckedYaml } from '../parse/read-checked-yaml.ts'
import { findCaseProblems } from './find-case-problems.ts'
import {
  type PolicyCase,
  type PolicyCaseFile,
  policyCaseFileSchema,
  policyCasesSchema,
} from './policy-case.ts'

/** Cases with their policy read. */
export interface PolicyCases {
  /** The file's name. */
  readonly name: string
  /** `list`: a `*.cases.yaml`. `folder`: the `case.yaml` of a folder, whose sides are files beside it. */
  readonly form: 'list' | 'folder'
  readonly policy: Policy
  readonly cases: readonly PolicyCase[]
  /** The text of a file that a side names; throws where there is none. */
  readonly readSide: (file: string) => string
}

/** Finds a file by the name that another file gives it; undefined where there is none. */
export type LoadFile = (reference: string, from: string) => LoadedPolicy | undefined

/**
 * Reads a file of cases and the policy that it names.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem of a file at once, each with line and column.
 */
export function readPolicyCases(file: LoadedPolicy, load: LoadFile): PolicyCases {
  const checked = readCheckedYaml(file.text, file.name, policyCasesSchema, (value) => {
    const policy = findNamedPolicy(readKey(value, 'policy'), file, load)
    const cases = readKey(value, 'cases')
    const items: readonly unknown[] = Array.isArray(cases) ? cases : []
    const problems = items.flatMap((item, index) =>
      findCaseProblems(item, policy, (name) => load(name, file.name) !== undefined).map((problem) => ({
        ...problem,
        path: ['cases', index, ...problem.path],
      })),
    )
    return [...policyProblems(readKey(value, 'policy'), policy), ...problems]
  })
  return { ...openCases(file, checked, load), form: 'list', cases: checked.value.cases }
}

/**
 * Reads the `case.yaml` of a folder: one case, whose sides are the files `base.yaml`, `git.yaml`, `confighub.yaml` and
 * `live.yaml` beside it, and what is expected of the target `result.yaml`; a side without a file is absent there.
 * Throws `TIDEWAY_CONFIG_INVALID` with every problem at once, each with line and column.
 */
export function readPolicyCaseFolder(file: LoadedPolicy, load: LoadFile): PolicyCases {
  const isFile = (name: string) => load(name, file.name) !== undefined
  const besides = (name: string) => (isFile(`${name}.yaml`) ? `${name}.yaml` : undefined)
  const checked = readCheckedYaml(file.text, file.name, policyCaseFileSchema, (value) => {
    const policy = findNamedPolicy(readKey(value, 'policy'), file, load)
    const found = Object.fromEntries(sides.map((side) => [side, besides(side)]))
    const whole = typeof value === 'object' ? { ...found, ...value } : value
    const twice = sides
      .filter((side) => readKey(value, side) !== undefined && besides(side) !== undefined)
      .map((side) => ({ path: [side], message: `is in ${side}.yaml, too` }))
    return [
      ...policyProblems(readKey(value, 'policy'), policy),
      ...twice,
      ...findCaseProblems(whole, policy, isFile),
    ]
  })
  const { policy: _, ...item } = checked.value
  const expect = { ...item.expect, result: item.expect.result ?? besides('result') }
  const found = sides.map((side) => [side, item[side] ?? besides(side)])
  const whole: PolicyCase = { ...item, ...Object.fromEntries(found), expect }
  return { ...openCases(file, checked, load), form: 'folder', cases: [whole] }
}

const sides = ['base', 'git', 'confighub', 'live'] as const

function openCases(
  file: LoadedPolicy,
  checked: CheckedYaml<Pick<PolicyCaseFile, 'policy'>>,
  load: LoadFile,
): Pick<PolicyCases, 'name' | 'policy' | 'readSide'> {
  const policy = findNamedPolicy(checked.value.policy, file, load)
  if (policy === undefined) throw checked.refuse(policyProblems(checked.value.policy, policy))
  return {
    name: file.name,
    policy,
    readSide: (name) => {
      const side = load(name, file.name)
      if (side === undefined) throw checked.refuse([{ path: [], message: `there is no file ${name}` }])
      return side.text
    },
  }
}

function findNamedPolicy(named: unknown, file: LoadedPolicy, load: LoadFile): Policy | undefined {
  if (typeof named !== 'string' || named === '') return undefined
  const found = load(named, file.name)
  return (
    findPreset(named) ??
    (found === undefined ? undefined : readPolicy(found.text, { name: found.name, load }))
  )
}

function policyProblems(named: unknown, policy: Policy | undefined) {
  if (policy !== undefined || typeof named !== 'string' || named === '') return []
  return [{ path: ['policy'], message: `there is no preset, file or package ${JSON.stringify(named)}` }]
}
