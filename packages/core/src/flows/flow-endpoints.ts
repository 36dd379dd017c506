import type { Archive } from '../contract/archive-store.ts'
import type { Commits } from '../contract/commits.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { Source } from '../contract/source.ts'
import { AdapterError } from '../errors/adapter-error.ts'

/** The endpoints of one environment. The archive may be an endpoint of its own, or a member of Git's. */
export interface FlowEndpoints {
  readonly git: Endpoint
  readonly confighub: Endpoint
  readonly archive: Endpoint
}

/** Both sides of an environment with the abilities that every flow needs. */
export interface ReadableSides {
  readonly git: { readonly name: string; readonly source: Source; readonly commits: Commits }
  readonly confighub: Endpoint & { readonly source: Source }
  readonly archive: Archive
}

/** Checks that the endpoints can do what every flow needs. Throws an `AdapterError` of kind `unsupported`. */
export function requireReadable(endpoints: FlowEndpoints): ReadableSides {
  const { git, confighub } = endpoints
  return {
    git: {
      name: git.name,
      source: requireMember(git, 'source'),
      commits: requireMember(git, 'commits'),
    },
    confighub: { ...confighub, source: requireMember(confighub, 'source') },
    archive: requireMember(endpoints.archive, 'archive'),
  }
}

/** The named ability of an endpoint. Throws an `AdapterError` of kind `unsupported` where it has none. */
export function requireMember<Name extends OptionalMember>(
  endpoint: Endpoint,
  name: Name,
): NonNullable<Endpoint[Name]> {
  requireVersion(endpoint)
  const member: Endpoint[Name] = endpoint[name]
  if (member === undefined || member === null) {
    throw new AdapterError({
      kind: 'unsupported',
      endpoint: endpoint.name,
      message: `the endpoint has no "${name}"`,
      next: 'use an endpoint that has it for this flow',
    })
  }
  return member
}

// An adapter of a third party may have been built for another version, whatever its types say.
function requireVersion({ name, specVersion }: Endpoint): void {
  const version: number = specVersion
  if (version === knownVersion) return
  throw new AdapterError({
    kind: 'unsupported',
    endpoint: name,
    message: `the endpoint is of version ${version} of the contract, and this tideway knows version ${knownVersion}`,
    next: `install the release of the adapter that is for version ${knownVersion}, or the tideway that knows ${version}`,
  })
}

const knownVersion = 1

type OptionalMember =
  | 'source'
  | 'resources'
  | 'annotator'
  | 'sink'
  | 'history'
  | 'proposals'
  | 'reviews'
  | 'archive'
  | 'commits'
  | 'editor'
  | 'delivery'
