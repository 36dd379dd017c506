import type { Policy } from '../decide/policy.ts'
import { findPreset } from '../decide/presets.ts'
import { type LoadedPolicy, readPolicy } from '../decide/read-policy.ts'
import { readCheckedYaml } from '../parse/read-checked-yaml.ts'
import { type PolicyCase, policyCasesSchema } from './policy-case.ts'

/** Cases with their policy read. */
export interface PolicyCases {
  /** The file's name. */
  readonly name: string
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
  const checked = readCheckedYaml(file.text, file.name, policyCasesSchema)
  const { policy: named, cases } = checked.value
  const preset = findPreset(named)
  const found = preset === undefined ? load(named, file.name) : undefined
  const problems = [
    ...(preset === undefined && found === undefined
      ? [{ path: ['policy'], message: `there is no preset and no file ${JSON.stringify(named)}` }]
      : []),
    ...cases.flatMap((item, index) =>
      (['base', 'git', 'confighub', 'live'] as const).flatMap((side) => {
        const value = item[side]
        return typeof value === 'string' && load(value, file.name) === undefined
          ? [{ path: ['cases', index, side], message: `there is no file ${JSON.stringify(value)}` }]
          : []
      }),
    ),
  ]
  if (problems.length > 0) throw checked.refuse(problems)
  return {
    name: file.name,
    policy: preset ?? readPolicy(found?.text ?? '', { name: found?.name ?? named, load }),
    cases,
    readSide: (name) => {
      const side = load(name, file.name)
      if (side === undefined) throw checked.refuse([{ path: ['cases'], message: `there is no file ${name}` }])
      return side.text
    },
  }
}
