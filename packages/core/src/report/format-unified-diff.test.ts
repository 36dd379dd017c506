import { describe, expect, it } from 'vitest'
import { formatUnifiedDiff } from './format-unified-diff.ts'

const names = { left: 'a/settings.yaml', right: 'b/settings.yaml' }
const secret = (password: string, comment = '') =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  user: b2xnYQ==\n  password: ${password}${comment}\n`

describe('formatUnifiedDiff', () => {
  it('shows what changed among the lines around it', () => {
    const lines = ['a: 1', 'b: 2', 'c: 3', 'd: 4', 'e: 5', 'f: 6', '']
    const left = lines.join('\n')
    const right = left.replace('e: 5', 'e: 6')
    expect(formatUnifiedDiff({ left, right }, { names, context: 1 })).toBe(
      '--- a/settings.yaml\n+++ b/settings.yaml\n@@ -4,3 +4,3 @@\n d: 4\n-e: 5\n+e: 6\n f: 6\n',
    )
    expect(formatUnifiedDiff({ left, right: left }, { names })).toBe('')
  })

  it('never shows the values of Secrets, but that they differ', () => {
    const diff = formatUnifiedDiff({ left: secret('aHVudGVyMg=='), right: secret('Z2VoZWlt') }, { names })
    expect(diff).toContain('+  password: <secret, differs>')
    expect(diff).toContain('-  password: <secret>')
    expect(diff).toContain('   user: <secret>')
    expect(diff).not.toMatch(/aHVudGVyMg|Z2VoZWlt|b2xnYQ/)
    const commented = { left: secret('aHVudGVyMg==', ' # was aHVudGVyMg=='), right: secret('Z2VoZWlt') }
    expect(formatUnifiedDiff(commented, { names })).toContain('not shown')
  })

  it('shows nothing of a text with a Secret that cannot be read', () => {
    const diff = formatUnifiedDiff(
      { left: `${secret('aHVudGVyMg==')}  - [`, right: secret('Z2VoZWlt') },
      { names },
    )
    expect(diff).toContain('not shown')
    expect(diff).not.toMatch(/aHVudGVyMg|Z2VoZWlt/)
  })
})
