import { describe, expect, it } from 'vitest'
import type { FieldReport, FlowReport } from './flow-report.ts'
import { formatMarkdown } from './format-markdown.ts'

const memory: FieldReport = {
  resource: 'Function.lambda.aws.upbound.io//api-handler',
  path: '/spec/forProvider/memorySize',
  change: 'conflict',
  verdict: 'block',
  rule: 'publish-conflict',
  reason: 'both sides changed the same field',
  base: '128',
  left: '256',
  right: '512',
  setBy: { kind: 'person', name: 'olga', at: '2026-01-05T10:00:00Z', by: '7' },
}
const timeout: FieldReport = {
  resource: 'Function.lambda.aws.upbound.io//api-handler',
  path: '/spec/forProvider/timeout',
  change: 'git-only',
  verdict: 'take',
  rule: 'publish-git',
  base: '3',
  left: '5',
  right: '3',
}

const report = (more: Partial<FlowReport> = {}): FlowReport => ({
  flow: 'publish',
  environment: 'prod',
  sides: { left: 'git', right: 'confighub' },
  outcome: 'blocked',
  dryRun: false,
  summary: 'blocked by lambda, nothing written',
  units: [{ unit: 'lambda', unitChange: 'both-overlap', verdict: 'block', fields: [timeout, memory] }],
  unitCount: 3,
  syncDue: [],
  overwritten: [],
  notes: [],
  ...more,
})

const written = report({
  outcome: 'done',
  summary: '1 unit written; 1 unit: sync due',
  units: [
    {
      unit: 'dynamodb',
      unitChange: 'one-side',
      verdict: 'leave',
      fields: [
        { ...memory, change: 'confighub-only', verdict: 'leave', rule: 'publish-confighub', left: '128' },
      ],
    },
    {
      unit: 'lambda',
      unitChange: 'one-side',
      verdict: 'write',
      fields: [timeout],
      outcome: 'written',
      revision: '8',
    },
  ],
  syncDue: ['dynamodb'],
  overwritten: [{ unit: 'lambda', ...memory, verdict: 'take', rule: 'force', reason: 'forced' }],
  notes: ['a note'],
})

const proposed = report({
  flow: 'sync',
  outcome: 'done',
  dryRun: true,
  summary: '1 unit would be proposed, in 1 file',
  units: [
    {
      unit: 'lambda',
      unitChange: 'both-overlap',
      verdict: 'write',
      fields: [
        { ...memory, verdict: 'take', rule: 'sync-confighub' },
        { ...timeout, path: '', change: 'confighub-only', left: undefined, right: '{}' },
      ],
    },
  ],
  files: [
    { path: 'config/prod.env', text: 'LAMBDA_MEMORY=512\n' },
    { path: 'old.yaml', text: undefined },
  ],
  proposals: [{ kind: 'opened', id: '1', url: 'https://github.com/acme/app/pull/1', units: ['web'] }],
  proof: 'converges: prod holds all that is proposed',
})

describe('formatMarkdown', () => {
  it('says the verdict, then the conflicts as a table, then the ways out', () => {
    expect(formatMarkdown(report())).toBe(`## publish prod: blocked by lambda, nothing written

### Conflicts

| unit | resource | field | Git | ConfigHub | set by | rule |
|---|---|---|---|---|---|---|
| \`lambda\` | \`Function.lambda.aws.upbound.io//api-handler\` | \`/spec/forProvider/memorySize\` | \`256\` | \`512\` | olga, 2026-01-05T10:00:00Z, revision 7 | publish-conflict: both sides changed the same field |

### Ways out

1. accept ConfigHub’s changes: open the pull request, merge it, publish again: \`tideway sync --env prod\`
2. roll ConfigHub back, then publish again: \`tideway rollback --env prod --unit lambda --to previous\`
3. force: Git’s values overwrite ConfigHub’s, which are lost there: \`tideway publish --env prod --force --unit lambda\`

### Held

| unit | resource | field | Git | ConfigHub | set by | rule |
|---|---|---|---|---|---|---|
| \`lambda\` | \`Function.lambda.aws.upbound.io//api-handler\` | \`/spec/forProvider/timeout\` | \`5\` | \`3\` |  | publish-git |
`)
  })

  it('has a section for everything else that a report says', () => {
    const titles = (text: string) => text.split('\n').filter((line) => line.startsWith('### '))
    expect(titles(formatMarkdown(written))).toEqual([
      '### Overwritten in ConfigHub',
      '### Changes',
      '### Left as it is',
      '### Written',
      '### Sync due',
      '### Notes',
    ])
    expect(titles(formatMarkdown(proposed))).toEqual([
      '### Conflicts',
      '### Would change',
      '### Files',
      '### Proof',
      '### Pull requests',
    ])
    expect(formatMarkdown(proposed)).toContain('### Proof\n\nconverges: prod holds all that is proposed\n')
  })

  it('keeps texts of a store from acting in a page', () => {
    const fields = [{ ...memory, left: '"`a` | b"', setBy: { kind: 'person' as const, name: '@eve <img>' } }]
    const text = formatMarkdown(
      report({ units: [{ unit: 'lambda', unitChange: 'both-overlap', verdict: 'block', fields }] }),
    )
    expect(text).toContain('| `"ˋaˋ \\| b"` |')
    expect(text).toContain('| @\u200beve &lt;img> |')
  })

  it('cuts a table that a page would not show', () => {
    const fields = Array.from({ length: 251 }, (_, index) => ({ ...memory, path: `/spec/${index}` }))
    const text = formatMarkdown(
      report({ units: [{ unit: 'lambda', unitChange: 'both-overlap', verdict: 'block', fields }] }),
    )
    expect(text).toContain('/spec/249')
    expect(text).not.toContain('/spec/250')
    expect(text).toContain('1 more; `-o json` has them all.')
  })
})
