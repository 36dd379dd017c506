import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = fileURLToPath(new URL('../contract/', import.meta.url))

/** Every method of an endpoint that takes a call, by its path: `archive.history.saves`. Read from the contract's source. */
export function listContractMethods(): readonly string[] {
  const interfaces = new Map<string, ts.InterfaceDeclaration>()
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const file = ts.createSourceFile(name, readFileSync(folder + name, 'utf8'), ts.ScriptTarget.Latest, true)
    for (const statement of file.statements) {
      if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement)
    }
  }
  const methodsOf = (name: string, path: readonly string[]): readonly string[] =>
    (interfaces.get(name)?.members ?? []).flatMap((member): readonly string[] => {
      const to = [...path, member.name?.getText() ?? '']
      const type = ts.isPropertySignature(member) ? withoutUndefined(member.type) : member
      if (type === undefined) return []
      if (ts.isMethodSignature(type) || ts.isFunctionTypeNode(type)) {
        const takesCall = type.parameters.some((parameter) => parameter.type?.getText() === 'Call')
        return takesCall ? [to.join('.')] : []
      }
      return ts.isTypeReferenceNode(type) ? methodsOf(type.typeName.getText(), to) : []
    })
  return methodsOf('Endpoint', [])
}

function withoutUndefined(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (type === undefined) return undefined
  if (ts.isParenthesizedTypeNode(type)) return withoutUndefined(type.type)
  if (!ts.isUnionTypeNode(type)) return type
  return withoutUndefined(type.types.find(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword))
}
