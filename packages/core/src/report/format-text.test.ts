import { describe, expect, it } from 'vitest'
import type { FieldReport, FlowReport } from './flow-report.ts'
import { formatText } from './format-text.ts'

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
})

describe('formatText', () => {
  it('says the verdict, then conflicts with both values, who and when, then the ways out', () => {
    expect(formatText(report())).toBe(`publish prod: blocked by lambda, nothing written

Conflicts
  lambda  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/memorySize
    Git        256
    ConfigHub  512  (olga, 2026-01-05T10:00:00Z, revision 7)
    base       128
    rule       publish-conflict: both sides changed the same field

Ways out
  1. accept ConfigHub’s changes: open the pull request, merge it, publish again
       tideway sync --env prod
  2. roll ConfigHub back, then publish again
       tideway rollback --env prod --unit lambda --to previous
  3. force: Git’s values overwrite ConfigHub’s, which are lost there
       tideway publish --env prod --force --unit lambda

Held
  lambda  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/timeout  3 -> 5
`)
  })

  it('lists what was written, what was overwritten, what was left, and that a sync is due', () => {
    expect(formatText(written)).toBe(`publish prod: 1 unit written; 1 unit: sync due

Overwritten in ConfigHub
  lambda  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/memorySize  512 -> 256

Changes
  lambda  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/timeout  3 -> 5

Left as ConfigHub has it
  dynamodb  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/memorySize  512, Git has 128 (confighub-only, olga, 2026-01-05T10:00:00Z, revision 7)

Written
  lambda: written, revision 8

Sync due
  dynamodb: tideway sync --env prod

Notes
  a note
`)
  })

  it('says of a resource that one side lacks where it is, and does not spell it out', () => {
    const whole = { ...memory, path: '', change: 'git-only', verdict: 'leave', base: undefined } as const
    const shown = (fields: FieldReport, flow: 'publish' | 'sync') =>
      formatText(
        report({
          flow,
          units: [{ unit: 'lambda', unitChange: 'one-side', verdict: 'leave', fields: [fields] }],
        }),
      )
    const inGit = { ...whole, left: '{"kind":"Function"}', right: undefined, setBy: undefined }
    expect(shown(inGit, 'sync')).toContain(
      'Left as Git has it\n  lambda  Function.lambda.aws.upbound.io//api-handler  only Git has it (git-only)\n',
    )
    const inConfigHub = {
      ...inGit,
      left: undefined,
      right: '{"kind":"Function"}',
      change: 'confighub-only' as const,
    }
    expect(shown(inConfigHub, 'sync')).toContain('only ConfigHub has it (confighub-only)')
    expect(shown(inConfigHub, 'publish')).toContain('only ConfigHub has it (confighub-only)')
  })

  it('shows a sync in its own direction, conflicts first', () => {
    expect(formatText(proposed)).toBe(`sync prod (dry run): 1 unit would be proposed, in 1 file

Conflicts
  lambda  Function.lambda.aws.upbound.io//api-handler  /spec/forProvider/memorySize
    Git        256
    ConfigHub  512  (olga, 2026-01-05T10:00:00Z, revision 7)
    base       128
    rule       sync-confighub: both sides changed the same field

Would change
  lambda  Function.lambda.aws.upbound.io//api-handler  (added)

Files
  config/prod.env
  old.yaml (deleted)

Pull requests
  opened https://github.com/acme/app/pull/1
`)
  })

  it('says of a pull request that has merged itself that it is merged', () => {
    const { proposals = [] } = proposed
    const merged = proposals.map(
      (proposal) => ({ ...proposal, kind: 'unchanged', autoMerge: 'merged' }) as const,
    )
    expect(formatText({ ...proposed, proposals: merged })).toContain(
      '\n  merged https://github.com/acme/app/pull/1\n',
    )
  })

  it('names the field manager of what drifted beside the live value', () => {
    const setBy = { kind: 'person' as const, name: 'kubectl-edit', at: '2026-01-05T10:00:00Z' }
    const drifted = { ...timeout, change: 'live-only', setBy } as const
    const captured = report({
      flow: 'capture',
      sides: { left: 'live', right: 'confighub' },
      dryRun: true,
      units: [
        { unit: 'a', unitChange: 'one-side', verdict: 'write', fields: [drifted] },
        { unit: 'b', unitChange: 'both-overlap', verdict: 'block', fields: [{ ...memory, setBy }] },
      ],
    })
    const text = formatText(captured)
    expect(text).toContain('/spec/forProvider/timeout  3 -> 5  (kubectl-edit, 2026-01-05T10:00:00Z)\n')
    expect(text).toMatch(/ live +256 {2}\(kubectl-edit, 2026-01-05T10:00:00Z\)\n +ConfigHub +512\n/)
  })

  it('says why a unit is held', () => {
    const held = report({
      outcome: 'held',
      summary: 'nothing to write; 1 held',
      units: [
        { unit: 'keys', unitChange: 'one-side', verdict: 'hold', fields: [], obstacle: 'it holds a Secret' },
      ],
    })
    expect(formatText(held)).toBe(`publish prod: nothing to write; 1 held

Stopped by
  keys: it holds a Secret
`)
  })

  it('keeps texts of a store from acting on the terminal or the shell', () => {
    const text = formatText(
      report({
        units: [
          {
            unit: "a'; rm -rf /\u001b[2J",
            unitChange: 'both-overlap',
            verdict: 'block',
            fields: [{ ...memory, setBy: { kind: 'person', name: 'eve\n::warning::x' } }],
          },
        ],
      }),
    )
    expect(text).toContain("--force --unit 'a'\\''; rm -rf /\\x1b[2J'")
    expect(text).toContain('(eve\\x0a::warning::x)')
  })
})
