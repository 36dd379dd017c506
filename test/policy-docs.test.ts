import { readFileSync } from 'node:fs'
import { definePolicy, mergePolicy, readPolicy } from '@tideway/core'
import { readPolicyCases, runPolicyCases } from '@tideway/core/testing'
import { expect, test } from 'vitest'

const text = readFileSync(new URL('../docs/policies.md', import.meta.url), 'utf8')
const snippets = (language: string) => {
  const found = [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].flatMap(
    ([, body]) => body ?? [],
  )
  if (found.length === 0) throw new Error(`docs/policies.md has no snippet ${language}`)
  return found
}
const snippet = (language: string) => snippets(language)[0] ?? ''

for (const written of snippets('yaml cases')) {
  const [, name = ''] = /^# (\S+)/.exec(written) ?? []
  const cases = readPolicyCases({ name, text: written }, (file) =>
    file === 'policy.yaml' ? { name: file, text: snippet('yaml policy') } : undefined,
  )
  runPolicyCases(cases, { test })
}

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
