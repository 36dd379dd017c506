import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig } from './read-config.ts'

const config = (freeze: string, own = '') => `version: 1
defaults:
  render: [{ kind: files, path: . }]
${freeze.replace(/^(?=.)/gm, '  ')}
environments:
  prod: { space: app${own} }
`

it('adds an environment’s own freezes to those of the defaults, as the documentation has them', () => {
  const guide = readFileSync(new URL('../../../../docs/policies.md', import.meta.url), 'utf8')
  const shown = /```yaml freeze\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
  const own =
    ', freeze: [{ from: 2027-03-01T00:00:00+01:00, until: 2027-03-02T00:00:00+01:00, reason: audit }]'
  const { environments } = readConfig(config(shown, own), 'tideway.yaml')
  expect(environments['prod']?.freeze.map(({ reason }) => reason)).toEqual(['holidays', 'audit'])
})

it('refuses an impossible window, with its place', () => {
  const freeze =
    'freeze: [{ from: 2026-12-20T00:00:00Z, until: 2026-12-19T00:00:00Z, reason: x }, { from: soon, until: later, reason: y }]\n'
  expect(() => readConfig(config(freeze), 'tideway.yaml')).toThrow(
    /4:\d+ {2}defaults.freeze.0.until: must be after "from"|defaults.freeze.1.from: expected a time with its offset/,
  )
})
