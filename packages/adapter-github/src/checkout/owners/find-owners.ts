import type { Call } from '@tideway/core'
import type { FileTree } from '../tree/file-tree.ts'
import { matchesOwnerPattern } from './matches-owner-pattern.ts'
import { parseCodeOwners } from './parse-code-owners.ts'

// GitHub takes the first of them that is there.
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']
const mostBytes = 3 * 1024 * 1024

/**
 * The owners of files by path, as GitHub finds them in a state's CODEOWNERS file: the last rule that covers a path
 * counts. A path that nobody owns is left out.
 */
export async function findOwners(
  tree: FileTree,
  paths: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const place = places.find((path) => tree.has(path))
  if (place === undefined) return new Map()
  const bytes = (await tree.bytes([place])).get(place) ?? new Uint8Array()
  if (bytes.length >= mostBytes) {
    call.logger.warn('there are no owners, since the file has 3 MB or more: GitHub does not load it either', {
      path: place,
    })
    return new Map()
  }
  const rules = parseCodeOwners(new TextDecoder().decode(bytes)).toReversed()
  return new Map(
    paths.flatMap((path) => {
      const { owners = [] } = rules.find(({ pattern }) => matchesOwnerPattern(pattern, path)) ?? {}
      return owners.length === 0 ? [] : [[path, owners] as const]
    }),
  )
}
