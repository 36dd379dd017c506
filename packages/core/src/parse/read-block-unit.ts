import { formatResourceKey } from '../model/resource-identity.ts'
import type { ParseLimits } from './parse-limits.ts'
import type { ParsedResource } from './parsed-unit.ts'
import { type BlockDocument, readBlockStream } from './read-block-stream.ts'
import { readIdentity } from './read-identity.ts'

/**
 * The resources of a unit that is written in the block subset of YAML and has nothing wrong with it. Undefined for
 * every other one, and for one that holds a `List`.
 */
export function readBlockUnit(text: string, limits: ParseLimits): readonly ParsedResource[] | undefined {
  const documents = readBlockStream(text, limits)
  if (documents === undefined) return undefined
  const resources = new Map<string, ParsedResource>()
  for (const document of documents) {
    const resource = readResource(document)
    if (resource === undefined || resources.has(resource.key)) return undefined
    resources.set(resource.key, resource)
  }
  return [...resources.values()]
}

function readResource({ value, line }: BlockDocument): ParsedResource | undefined {
  const read = readIdentity(value)
  if (read.kind === 'refused' || read.identity.kind.endsWith('List')) return undefined
  return { key: formatResourceKey(read.identity), identity: read.identity, value, line }
}
