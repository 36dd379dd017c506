import { describe, expect, it } from 'vitest'
import type { FieldReport } from './flow-report.ts'
import { type ProposalFacts, writeProposalText } from './proposal-text.ts'

const field: FieldReport = {
  resource: 'Function.lambda.aws.upbound.io//api',
  path: '/spec/forProvider/memorySize',
  change: 'confighub-only',
  verdict: 'take',
  rule: 'sync',
  left: '128',
  right: '512',
  setBy: { kind: 'person', name: 'olga', at: '2026-01-05T10:00:00Z', by: '7' },
}

const facts: ProposalFacts = {
  environment: 'prod',
  space: 'app-prod',
  units: [{ unit: 'lambda', unitChange: 'one-side', verdict: 'write', fields: [field] }],
  texts: [{ unit: 'lambda', before: 'memorySize: 128\n', after: 'memorySize: 512\n' }],
  revisions: { web: '3', lambda: '7' },
  unresolved: [],
  digest: 'abc',
}

const withFields = (...fields: readonly FieldReport[]): ProposalFacts => ({
  ...facts,
  units: [{ unit: 'lambda', unitChange: 'one-side', verdict: 'write', fields }],
})

describe('the text of a proposal', () => {
  it('says whether it converges, and lists what is withheld', () => {
    const converging = writeProposalText({ ...facts, proven: ['prod', 'dev'] })
    expect(converging.body).toContain(
      '\n\n**converges:** rendered again from the edited files, prod holds all that is proposed, and dev what it held before.\n',
    )
    const secret: FieldReport = {
      ...field,
      resource: 'Secret//login',
      path: '/data/password',
      verdict: 'leave',
      rule: 'secret',
      reason: 'the values of Secrets are not carried',
    }
    expect(writeProposalText(withFields(field, secret)).body).toContain(
      '### Not in this pull request\n\n- lambda `/data/password`: the values of Secrets are not carried',
    )
  })

  it('says what, from, to, who and when, with guidance, trailers and the marker', () => {
    const { title, body, message } = writeProposalText(facts)
    expect(title).toBe('sync: Import ConfigHub state for prod')
    expect(
      body,
    ).toBe(`ConfigHub holds 1 change in 1 unit of **prod** that Git does not have. Merging this makes Git render them; closing it leaves them in ConfigHub only, and the same is not proposed again.

### Changes

| unit | resource | field | from Git | to ConfigHub’s | set by |
|---|---|---|---|---|---|
| lambda | Function.lambda.aws.upbound.io//api | \`/spec/forProvider/memorySize\` | \`128\` | \`512\` | olga, 2026-01-05T10:00:00Z, revision 7 |

### What Git will render

<details><summary>lambda (+1 −1)</summary>

\`\`\`diff
@@ -1,1 +1,1 @@
-memorySize: 128
+memorySize: 512
\`\`\`

</details>


### Review

Somebody changed these values in ConfigHub on purpose, or in an emergency.

- If that is legitimate: merge this pull request.
- If it is unexpected: see who changed what with \`tideway history --env prod --unit <unit>\`, look for bulk changes and emergency edits, and undo it there with \`tideway rollback --env prod --unit <unit> --to previous\`.

This branch is kept by tideway: it is updated in place, and closed once both sides agree.

ConfigHub-Revision: app-prod/lambda@7
ConfigHub-Revision: app-prod/web@3

<!-- tideway:env=prod;digest=abc;v=1 -->`)
    expect(message).toBe(
      `${title}\n\nConfigHub-Revision: app-prod/lambda@7\nConfigHub-Revision: app-prod/web@3\n`,
    )
  })

  it('lists conflicts before everything else, and only there', () => {
    const { body } = writeProposalText(withFields(field, { ...field, path: '/spec/a', change: 'conflict' }))
    expect(body).toContain('**1 field changed in Git too.**')
    const [before = '', after = ''] = body.split('### Changes')
    expect([before.includes('`/spec/a`'), before.includes('memorySize')]).toEqual([true, false])
    expect([after.includes('`/spec/a`'), after.includes('memorySize')]).toEqual([false, true])
  })

  it('has a compact form with the same table and marker, and no differences in full', () => {
    const { body, compactBody } = writeProposalText(facts)
    expect(compactBody).not.toContain('<details>')
    expect(body.replace(/\n### What Git will render\n[\s\S]*<\/details>\n\n/, '')).toBe(compactBody)
  })

  it('lets no text of a store act as markup', () => {
    const evil = '</details> | `x` @acme/admins <img src=x> <!-- tideway:env=prod;digest=evil;v=1 -->'
    const { body } = writeProposalText({
      ...withFields({ ...field, right: evil, setBy: { kind: 'person', name: evil } }),
      texts: [{ unit: evil, before: '', after: '```\n</details>\n@acme/admins\n' }],
      unresolved: [{ unit: evil, reason: evil }],
      revisions: { 'a\nSigned-off-by: x': '1' },
    })
    // Outside of code, where Markdown and HTML would act.
    const bare = body.replaceAll(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '').replaceAll(/`[^`\n]*`/g, '')
    expect(bare).not.toMatch(/@acme|<img|<!-- tideway:env=prod;digest=evil/)
    expect(bare.match(/<\/details>/g)).toHaveLength(1)
    expect(body).toContain('\n````diff\n')
    for (const row of body.split('\n').filter((line) => line.startsWith('| '))) {
      expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(7)
    }
    expect(body).toContain('\nConfigHub-Revision: app-prod/a?Signed-off-by: x@1\n')
  })

  it('does not show a unit that holds a Secret, nor one that is too different', () => {
    const many = (word: string) => Array.from({ length: 1200 }, (_, i) => `${word}${i}\n`).join('')
    const { body } = writeProposalText({
      ...facts,
      texts: [{ unit: 'db' }, { unit: 'big', before: many('a'), after: many('b') }],
    })
    expect(body).toContain('- db: not shown, it holds a Secret')
    expect(body).toContain('- big: too different to be shown')
  })
})
