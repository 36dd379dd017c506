import type { JsonObject, JsonValue } from './json.ts'
import { printGroupResource, type ResourceKind } from './resource-kind.ts'

interface Cause {
  readonly reason: string
  readonly message: string
  readonly field: string
}

/** A refusal in the shape of the Kubernetes API: a `Status` object, served with its own code. */
export class StatusFailure extends Error {
  override readonly name = 'StatusFailure'
  readonly code: number
  readonly status: JsonObject

  constructor(
    code: number,
    reason: string,
    message: string,
    more: { readonly details?: JsonObject; readonly continue?: string } = {},
  ) {
    super(message)
    this.code = code
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: more.continue === undefined ? {} : { continue: more.continue },
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(more.details === undefined ? {} : { details: more.details }),
      code,
    }
  }
}

const detailsOf = (kind: ResourceKind, name: string | undefined, more: JsonObject = {}): JsonObject => ({
  ...(name === undefined || name === '' ? {} : { name }),
  ...(kind.group === '' ? {} : { group: kind.group }),
  kind: kind.plural,
  ...more,
})

export const notFound = (kind: ResourceKind, name: string): StatusFailure =>
  new StatusFailure(404, 'NotFound', `${printGroupResource(kind)} "${name}" not found`, {
    details: detailsOf(kind, name),
  })

export const resourceNotServed = (): StatusFailure =>
  new StatusFailure(404, 'NotFound', 'the server could not find the requested resource', { details: {} })

export const alreadyExists = (kind: ResourceKind, name: string): StatusFailure =>
  new StatusFailure(409, 'AlreadyExists', `${printGroupResource(kind)} "${name}" already exists`, {
    details: detailsOf(kind, name),
  })

export const objectModified = (kind: ResourceKind, name: string, why?: string): StatusFailure => {
  const reason =
    why ?? 'the object has been modified; please apply your changes to the latest version and try again'
  const message = `Operation cannot be fulfilled on ${printGroupResource(kind)} "${name}": ${reason}`
  return new StatusFailure(409, 'Conflict', message, { details: detailsOf(kind, name) })
}

export const preconditionFailed = (
  kind: ResourceKind,
  name: string,
  member: 'UID' | 'ResourceVersion',
  wanted: string,
  found: string,
): StatusFailure =>
  objectModified(
    kind,
    name,
    `Precondition failed: ${member} in precondition: ${wanted}, ${member} in object meta: ${found}`,
  )

export const applyConflict = (message: string, causes: readonly Cause[]): StatusFailure =>
  new StatusFailure(409, 'Conflict', message, { details: { causes: causes.map((cause) => ({ ...cause })) } })

export const invalid = (
  kind: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly Cause[],
): StatusFailure => {
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  const list = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const text = list.length === 1 ? (list[0] ?? '') : `[${list.join(', ')}]`
  return new StatusFailure(422, 'Invalid', `${qualified} "${name}" is invalid: ${text}`, {
    details: {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.kind,
      causes: causes.map((cause): JsonValue => ({ ...cause })),
    },
  })
}

export const forbidden = (kind: ResourceKind, name: string | undefined, why: string): StatusFailure => {
  const subject = name === undefined ? printGroupResource(kind) : `${printGroupResource(kind)} "${name}"`
  return new StatusFailure(403, 'Forbidden', `${subject} is forbidden: ${why}`, {
    details: detailsOf(kind, name),
  })
}

export const pathForbidden = (user: string, verb: string, path: string): StatusFailure =>
  new StatusFailure(403, 'Forbidden', `forbidden: User "${user}" cannot ${verb} path "${path}"`, {
    details: {},
  })

export const unauthorized = (): StatusFailure => new StatusFailure(401, 'Unauthorized', 'Unauthorized')

export const badRequest = (message: string): StatusFailure => new StatusFailure(400, 'BadRequest', message)

/** A failure that the real server gives no reason for. */
export const internalFailure = (message: string): StatusFailure => new StatusFailure(500, '', message)

export const expired = (message: string, continueToken?: string): StatusFailure =>
  new StatusFailure(410, 'Expired', message, continueToken === undefined ? {} : { continue: continueToken })

export const unsupportedMediaType = (accepted: readonly string[]): StatusFailure =>
  new StatusFailure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

export const notAcceptable = (): StatusFailure =>
  new StatusFailure(406, 'NotAcceptable', 'only the following media types are accepted: application/json')

export const methodNotAllowed = (): StatusFailure =>
  new StatusFailure(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {
      details: {},
    },
  )

/** Says that the real server would do something here that the emulator does not model. */
export const notModelled = (what: string): StatusFailure =>
  new StatusFailure(501, 'NotImplemented', `the tideway Kubernetes emulator does not model ${what}`)
