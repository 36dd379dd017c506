import { readFileSync } from 'node:fs'
import { definePolicy, mergePolicy, readPolicy } from '@tideway/core'
import { readPolicyCases, runPolicyCases } from '@tideway/core/testing'
import { expect, test } from 'vitest'

const text = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8')
const snippet = (language: string) => {
  const found = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1]
  if (found === undefined) throw new Error(`docs/policies.md has no snippet ${language}`)
  return found
}

const cases = readPolicyCases({ name: 'policy.cases.yaml', text: snippet('yaml cases') }, (name) =>
  name === 'policy.yaml' ? { name, text: snippet('yaml policy') } : undefined,
)
runPolicyCases(cases, { test })

test('the policy in code is the policy that its words say', () => {
  const [, body = ''] = /definePolicy\(([\s\S]*)\)/.exec(snippet('ts definition')) ?? []
  const define = new Function('definePolicy', 'mergePolicy', `return definePolicy(${body})`)
  expect(define(definePolicy, mergePolicy)).toEqual(
    readPolicy(
      'extends: [merge]\nrules: [{ id: replicas, match: { path: /spec/replicas }, decide: { take: confighub } }]',
      { name: 'shop' },
    ),
  )
})
