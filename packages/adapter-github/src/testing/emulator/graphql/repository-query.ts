import { isUtf8 } from 'node:buffer'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import type { Field } from './parse-operation.ts'
import { select, undefinedField } from './select.ts'

const typeNames = new Map([
  ['blob', 'Blob'],
  ['tree', 'Tree'],
  ['commit', 'Commit'],
  ['tag', 'Tag'],
])

// A cut in the middle of a character leaves it out.
const cut = (content: Buffer, bytes: number) =>
  new TextDecoder('utf-8').decode(content.subarray(0, bytes), { stream: content.length > bytes })

const answerObject = async (
  field: Field,
  { git, world }: EmulatedRepository,
): Promise<Readonly<Record<string, unknown>> | null> => {
  const object = await git.contents(String(field.arguments['oid']))
  if (object === undefined) return null
  const { oid, type, size, content } = object
  const typeName = typeNames.get(type) ?? ''
  if (type !== 'blob') return select(field, typeName, { oid })
  // As Git itself, GitHub takes what holds a zero byte for binary.
  const isBinary = content.includes(0) || !isUtf8(content)
  const limit = world.limits.blobTextBytes
  return select(field, typeName, {
    oid,
    byteSize: size,
    isBinary,
    isTruncated: size > limit,
    text: isBinary ? null : cut(content, limit),
  })
}

/** The fields of a repository: its names and ids, and `object(oid:)`. */
export const answerRepository = async (
  field: Field,
  repository: EmulatedRepository,
): Promise<Readonly<Record<string, unknown>>> => {
  const { nodeId: id, name, fullName: nameWithOwner, id: databaseId } = repository
  const plain = new Map<string, unknown>(Object.entries({ id, name, nameWithOwner, databaseId }))
  const answered: [string, unknown][] = []
  for (const one of field.fields) {
    if (one.name === 'object') answered.push([one.alias, await answerObject(one, repository)])
    else if (one.name === '__typename') answered.push([one.alias, 'Repository'])
    else if (plain.has(one.name)) answered.push([one.alias, plain.get(one.name)])
    else throw undefinedField(one.name, 'Repository')
  }
  return Object.fromEntries(answered)
}
