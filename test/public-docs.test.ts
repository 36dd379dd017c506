import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const entries = globSync('packages/*/src/{,testing/,conformance/}index.ts', { cwd: root }).toSorted()

describe.each(entries)('%s', (entry) => {
  const exported = listExports(join(root, entry))

  it('exports something', () => {
    expect(exported.length).toBeGreaterThan(0)
  })

  it('tells of every name what it is', () => {
    const bare = exported.filter(({ name, comment }) => saysNothing(name, comment))
    expect(bare.map(({ name, file }) => `${name} in ${file}`)).toEqual([])
  })

  it('tells of every option what holds without it', () => {
    const silent = exported.flatMap(({ name, node }) =>
      node && ts.isInterfaceDeclaration(node) && name.endsWith('Options')
        ? findSilentOptions(name, node)
        : [],
    )
    expect(silent).toEqual([])
  })

  it('tells of every function that throws by itself that it does', () => {
    const silent = exported.filter(
      ({ node, comment }) =>
        node && ts.isFunctionDeclaration(node) && throws(node) && !/[Tt]hrow/.test(comment),
    )
    expect(silent.map(({ name, file }) => `${name} in ${file}`)).toEqual([])
  })
})

interface Exported {
  readonly name: string
  readonly file: string
  readonly comment: string
  readonly node?: ts.Node
}

/** Every name that an entry point exports, with the doc comment where it is declared. */
function listExports(path: string): readonly Exported[] {
  return parse(path).statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return listReExports(path, statement)
    return isExported(statement) ? describeStatement(path, statement) : []
  })
}

function listReExports(
  path: string,
  { moduleSpecifier, exportClause }: ts.ExportDeclaration,
): readonly Exported[] {
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return []
  const target = join(dirname(path), moduleSpecifier.text)
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return listExports(target)
  const declared = listExports(target)
  return exportClause.elements.map(({ name, propertyName }) => {
    const found = declared.find((one) => one.name === (propertyName ?? name).text)
    return { file: relative(root, target), comment: '', ...found, name: name.text }
  })
}

function describeStatement(path: string, statement: ts.Statement): readonly Exported[] {
  const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement]
  return declared.flatMap((node: ts.Node) => {
    const name = 'name' in node ? node.name : undefined
    if (typeof name !== 'object' || name === null || !('text' in name)) return []
    return [{ name: String(name.text), file: relative(root, path), comment: commentOf(statement), node }]
  })
}

function commentOf(node: ts.Node): string {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  return docs.map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '').join(' ')
}

/** Options that may be left out, and whose comment has no word for that. */
function findSilentOptions(owner: string, { members }: ts.InterfaceDeclaration): readonly string[] {
  const words = /default|undefined|absent|without|where|if /i
  return members
    .filter((member) => member.questionToken !== undefined && !words.test(commentOf(member)))
    .map((member) => `${owner}.${member.name?.getText()}`)
}

/** True for a throw of its own; one that hands on what was caught is a matter of what is called. */
function throws(declaration: ts.FunctionDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isThrowStatement(node)) return !ts.isIdentifier(node.expression)
    if (ts.isFunctionLike(node)) return false
    // What is thrown there is caught there.
    if (ts.isTryStatement(node) && node.catchClause) return visit(node.catchClause.block)
    return ts.forEachChild(node, (child) => visit(child) || undefined) === true
  }
  return declaration.body !== undefined && visit(declaration.body)
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
}

const parsed = new Map<string, ts.SourceFile>()

function parse(path: string): ts.SourceFile {
  const known =
    parsed.get(path) ?? ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  parsed.set(path, known)
  return known
}

/** True for no comment, and for one that has no word but those of the name itself. */
function saysNothing(name: string, comment: string): boolean {
  const own = new Set(wordsOf(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')))
  const fillers = new Set(['a', 'an', 'the', 'of', 'for', 'and', 'to', 'this', 'is', 'its'])
  return wordsOf(comment).filter((word) => !own.has(word) && !fillers.has(word)).length < 2
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
}
