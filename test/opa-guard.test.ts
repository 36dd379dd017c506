import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PublishPlan } from '@tideway/core'
import { createTestCall } from '@tideway/core/testing'
import { openProject } from 'tideway'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBinary } from './find-binary.ts'

const opa = findBinary('opa')
const documentation = readFileSync(fileURLToPath(new URL('../docs/policies.md', import.meta.url)), 'utf8')

// A policy in the words of the plan that a guard is given.
const rego = `package tideway

deny contains message if {
  some unit in input.units
  unit.verdict == "write"
  startswith(unit.unit, "iam-")
  message := sprintf("%s needs a look at its permissions", [unit.unit])
}
`

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tideway-opa-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe.skipIf(opa === undefined)(
  'Open Policy Agent as a guard, with the words of the documentation',
  () => {
    const [, written = ''] = /\{ name: opa, command: (\[.*\]) \}/.exec(documentation) ?? []
    const ask = (unit: string) => {
      mkdirSync(join(directory, 'policies'), { recursive: true })
      writeFileSync(join(directory, 'policies/tideway.rego'), rego)
      writeFileSync(
        join(directory, 'tideway.yaml'),
        `version: 1\nenvironments:\n  dev:\n    space: dev\n    render: [{ kind: files, path: . }]\n    guards: [{ name: opa, command: ${written} }]\n`,
      )
      const variables = { ...process.env, PATH: `${dirname(opa ?? '')}:${process.env['PATH']}` }
      const [guard] = openProject({ directory, variables }).guards('dev', createTestCall())
      return guard?.(planOf(unit), createTestCall())
    }

    it('lets pass what no rule denies', async () => {
      expect(await ask('lambda')).toEqual([])
    })

    it('vetoes with what the rule says', async () => {
      expect(await ask('iam-role')).toEqual([
        { reason: expect.stringMatching(/^opa: [\s\S]*iam-role needs a look at its permissions/) },
      ])
    })
  },
)

describe.runIf(opa === undefined)('Open Policy Agent as a guard', () => {
  it('is not tried: there is no opa on the path (go install github.com/open-policy-agent/opa@latest)', ({
    skip,
  }) => skip())
})

function planOf(unit: string): PublishPlan {
  const text = ''
  return {
    blocked: false,
    units: [
      {
        stock: {
          unit,
          gitText: text,
          gitTree: {},
          head: undefined,
          headText: text,
          headTree: {},
          changes: [],
          unitChange: 'one-side',
          inDoubt: false,
          archived: { base: { text, unknown: [] }, open: [] },
        },
        decided: [],
        verdict: 'write',
      },
    ],
  }
}
