import { createTestCall } from '@tideway/core/testing'
import { describe, expect, test } from 'vitest'
import { treeOf } from '../tree/tree-of.fixture.ts'
import { findOwners } from './find-owners.ts'
import { matchesOwnerPattern } from './matches-owner-pattern.ts'
import { parseCodeOwners } from './parse-code-owners.ts'

const ownersOf = async (text: string, path: string) =>
  (await findOwners(treeOf({ CODEOWNERS: text }), [path], createTestCall())).get(path) ?? []

// What GitHub's documentation says of its example, line by line.
const documented = `# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps/ @octocat
/apps/github
`

describe('the owners of a file', () => {
  test.each([
    ['README.md', ['@global-owner1', '@global-owner2']],
    ['deep/down/README.md', ['@global-owner1', '@global-owner2']],
    ['lib/index.js', ['@js-owner']],
    ['main.go', ['docs@example.com']],
    ['notes/a.txt', ['@octo-org/octocats']],
    ['build/logs/deep/a.txt', ['@octocat']],
    ['scripts/run.sh', ['@doctocat', '@octocat']],
    ['docs/getting-started.md', ['@doctocat']],
    ['docs/build-app/troubleshooting.md', ['@doctocat']],
    ['my/apps/web/index.html', ['@octocat']],
    ['deeply/nested/logs/today', ['@octocat']],
    ['apps/main.js', ['@octocat']],
    ['apps/github', []],
    ['apps/github/index.js', []],
  ])('of %s are those of the last rule that covers it', async (path, owners) => {
    expect(await ownersOf(documented, path)).toEqual(owners)
  })

  test('a rule without owners takes them away, and a later one gives them back', async () => {
    const text = '/apps/ @octocat\n/apps/github\n/apps/github/web @doctocat\n'
    expect(await ownersOf(text, 'apps/github/api')).toEqual([])
    expect(await ownersOf(text, 'apps/github/web/a')).toEqual(['@doctocat'])
  })

  test('paths are case-sensitive', async () => {
    expect(await ownersOf('/Docs/ @o', 'docs/a')).toEqual([])
  })

  test('are read from .github, else the root, else docs', async () => {
    const files = { '.github/CODEOWNERS': '* @a', CODEOWNERS: '* @b', 'docs/CODEOWNERS': '* @c' }
    const find = async (names: readonly (keyof typeof files)[]) =>
      (
        await findOwners(
          treeOf(Object.fromEntries(names.map((name) => [name, files[name]]))),
          ['x'],
          createTestCall(),
        )
      ).get('x')
    expect(await find(['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'])).toEqual(['@a'])
    expect(await find(['CODEOWNERS', 'docs/CODEOWNERS'])).toEqual(['@b'])
    expect(await find(['docs/CODEOWNERS'])).toEqual(['@c'])
    expect(await find([])).toBeUndefined()
  })

  test('a file of 3 MB is not loaded, as on GitHub, and that is said', async () => {
    const warnings: string[] = []
    const logger = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
    const call = createTestCall({ logger })
    const rule = '* @o\n'
    const fill = (size: number) => `${rule}${'#'.repeat(size - rule.length)}`
    const find = async (size: number) => findOwners(treeOf({ CODEOWNERS: fill(size) }), ['x'], call)
    expect((await find(3 * 1024 * 1024 - 1)).get('x')).toEqual(['@o'])
    expect(warnings).toEqual([])
    expect([...(await find(3 * 1024 * 1024))]).toEqual([])
    expect(warnings).toHaveLength(1)
  })
})

describe('a line of CODEOWNERS', () => {
  test.each([
    ['\\#notes @o', 'an escaped comment'],
    ['!docs/ @o', 'a negation'],
    ['*.[ch] @o', 'a range of characters'],
    ['docs/ @o nobody', 'an owner that is no name'],
    ['docs/ @', 'an empty name'],
    ['# docs/ @o', 'a comment'],
    ['   ', 'blank'],
  ])('%s is left out: %s', (line) => {
    expect(parseCodeOwners(`${line}\n/x @kept`)).toEqual([{ pattern: '/x', owners: ['@kept'] }])
  })

  test('may have escaped spaces, line ends of Windows, tabs, and a # within a word', () => {
    expect(parseCodeOwners('/my\\ docs/a#b @o\t@org/team.x a@b.c#d\r\n\r\n/y')).toEqual([
      { pattern: '/my\\ docs/a#b', owners: ['@o', '@org/team.x', 'a@b.c#d'] },
      { pattern: '/y', owners: [] },
    ])
    expect(matchesOwnerPattern('/my\\ docs/a#b', 'my docs/a#b')).toBe(true)
  })
})

describe('a pattern', () => {
  test.each<[pattern: string, covered: readonly string[], not: readonly string[]]>([
    ['foo', ['foo', 'foo/bar', 'bar/foo', 'bar/foo/baz'], ['foo.txt', 'bar/baz', 'xfoo']],
    ['/foo', ['foo', 'foo/bar/baz'], ['fool', 'bar/foo']],
    ['foo/', ['foo/bar', 'bar/foo/baz'], ['foo', 'bar/foo']],
    ['/foo/', ['foo/bar', 'foo/bar/baz'], ['foo', 'bar/foo/baz']],
    ['foo/bar', ['foo/bar', 'foo/bar/baz'], ['foo/bart', 'baz/foo/bar']],
    ['foo/bar/', ['foo/bar/baz'], ['foo/bar', 'baz/foo/bar/qux']],
    ['*', ['foo', 'foo/bar', '.hidden/x'], []],
    ['/*', ['foo'], ['foo/bar', 'foo/bar/baz']],
    ['f*', ['foo', 'foo/bar/baz', 'bar/foo/baz'], ['xfoo', 'bar/baz']],
    ['f*/', ['foo/bar', 'bar/foo/baz'], ['foo', 'bar/foo']],
    ['/*/', ['foo/bar', 'bar/foo/baz'], ['foo']],
    ['docs/*', ['docs/getting-started.md'], ['docs', 'docs/build-app/troubleshooting.md', 'x/docs/a']],
    ['foo/*.txt', ['foo/bar.txt'], ['foo/bar/baz.txt', 'qux/foo/bar.txt']],
    ['foo/*/baz', ['foo/bar/baz', 'foo/bar/baz/qux'], ['foo/baz', 'foo/bar']],
    ['f?o', ['foo', 'x/fxo'], ['fo', 'fooo']],
    ['f\\?o', ['f?o'], ['foo']],
    ['f\\*o', ['f*o'], ['foo']],
    ['**/foo/bar', ['foo/bar', 'qux/foo/bar/baz'], ['foo/baz/bar']],
    ['**/*bar*', ['bar', 'foo/rebar', 'foo/qux/barrio'], ['foo']],
    ['foo/bar/**', ['foo/bar/baz/qux'], ['foo/bar', 'qux/foo/bar/baz']],
    ['foo/**/bar', ['foo/bar', 'foo/qux/quux/bar/baz'], ['qux/foo/bar']],
    ['foo/**/', ['foo/bar', 'foo/bar/baz'], ['foo']],
    ['foo/**/bar/b*', ['foo/bar/baz', 'foo/qux/bar/baz'], ['foo/bar', 'foo/qux/bar/qux']],
    ['**', ['foo', 'foo/bar'], []],
    ['/', [], ['foo', 'foo/bar']],
    ['Ünïcode?', ['Ünïcodeé', 'a/Ünïcode👍'], ['Ünïcode']],
  ])('%s covers %j and not %j', (pattern, covered, not) => {
    expect(covered.filter((path) => !matchesOwnerPattern(pattern, path))).toEqual([])
    expect(not.filter((path) => matchesOwnerPattern(pattern, path))).toEqual([])
  })

  test('of many wildcards takes no time', () => {
    const path = `${'a/'.repeat(60)}${'a'.repeat(200)}`
    expect(matchesOwnerPattern(`${'**/a*/'.repeat(20)}${'*a'.repeat(60)}b`, path)).toBe(false)
  })
})
