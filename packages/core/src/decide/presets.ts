import type { Policy, PolicyRule } from './policy.ts'

const rule = (
  id: string,
  match: PolicyRule['match'],
  decision: PolicyRule['decision'],
  reason: string,
): PolicyRule => ({
  id,
  reason,
  enforced: false,
  match,
  decision,
})

const takeGit = { kind: 'take', side: 'git' } as const
const takeConfigHub = { kind: 'take', side: 'confighub' } as const
const takeLive = { kind: 'take', side: 'live' } as const

// The rules that all presets share; what differs between them is how publish treats ConfigHub's own changes.
const common: readonly PolicyRule[] = [
  rule('publish-conflict', { flow: ['publish'] }, { kind: 'block' }, 'both sides changed the same field'),
  rule(
    'publish-server',
    { flow: ['publish'], change: ['automation', 'unowned'] },
    { kind: 'leave' },
    'the server keeps what it sets itself',
  ),
  rule(
    'publish-over-server',
    { flow: ['publish'], change: ['conflict'], author: ['automation'] },
    takeGit,
    'Git changed a field that otherwise the server sets',
  ),
  rule('sync-git', { flow: ['sync'] }, { kind: 'leave' }, 'Git has changes that are still to be published'),
  rule(
    'sync-confighub',
    { flow: ['sync'], change: ['confighub-only', 'conflict'] },
    takeConfigHub,
    'ConfigHub has a change that Git lacks',
  ),
  rule(
    'sync-server',
    { flow: ['sync'], author: ['automation'] },
    { kind: 'leave' },
    'the server sets this itself, Git need not know',
  ),
  rule('capture-conflict', { flow: ['capture'] }, { kind: 'block' }, 'both sides changed the same field'),
  rule(
    'capture-pending',
    { flow: ['capture'], change: ['confighub-only'] },
    { kind: 'leave' },
    'ConfigHub has a change that is still on its way to the cluster',
  ),
  rule(
    'capture-server',
    { flow: ['capture'], change: ['automation', 'unowned'] },
    { kind: 'leave' },
    'no person set this: the cluster, a controller or a delivery did',
  ),
  rule('capture-drift', { flow: ['capture'], change: ['live-only'] }, takeLive, 'the live object drifted'),
]

const bothChanged = rule(
  'publish-both',
  {
    flow: ['publish'],
    unitChange: ['both-disjoint', 'both-overlap'],
    change: ['git-only', 'confighub-only'],
  },
  { kind: 'block' },
  'both sides changed this unit',
)

/**
 * The default: Git's change is published where ConfigHub left the unit alone, and ConfigHub's change waits for a sync;
 * a unit that both changed blocks.
 */
export const documentedPolicy: Policy = {
  name: 'documented',
  rules: [
    ...common,
    rule(
      'publish-git',
      { flow: ['publish'], unitChange: ['one-side'], change: ['git-only'] },
      takeGit,
      'only Git changed this unit',
    ),
    rule(
      'publish-confighub',
      { flow: ['publish'], unitChange: ['one-side'], change: ['confighub-only'] },
      { kind: 'leave' },
      'only ConfigHub changed this unit: a sync is due',
    ),
    bothChanged,
  ],
}

/** Any change of ConfigHub's that Git lacks blocks a publish. */
export const strictPolicy: Policy = {
  name: 'strict',
  rules: [
    ...common,
    rule(
      'publish-git',
      { flow: ['publish'], unitChange: ['one-side'], change: ['git-only'] },
      takeGit,
      'only Git changed this unit',
    ),
    rule(
      'publish-confighub',
      { flow: ['publish'], change: ['confighub-only'] },
      { kind: 'block' },
      'ConfigHub has a change that Git lacks',
    ),
    bothChanged,
  ],
}

/** Changes of different fields survive together; only a field that both changed blocks. */
export const mergePolicy: Policy = {
  name: 'merge',
  rules: [
    ...common,
    rule('publish-git', { flow: ['publish'], change: ['git-only'] }, takeGit, 'only Git changed this field'),
    rule(
      'publish-confighub',
      { flow: ['publish'], change: ['confighub-only'] },
      { kind: 'leave' },
      'only ConfigHub changed this field',
    ),
  ],
}

/** The policies that need no file. */
export const presets: readonly Policy[] = [documentedPolicy, strictPolicy, mergePolicy]

/** The preset of this name: `documented`, `strict` or `merge`. */
export function findPreset(name: string): Policy | undefined {
  return presets.find((preset) => preset.name === name)
}
