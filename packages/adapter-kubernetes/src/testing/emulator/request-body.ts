import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'
import { readYaml } from './read-yaml.ts'
import { badRequest, StatusFailure, unsupportedMediaType } from './status-failure.ts'

// The API server's own limit, k8s.io/apiserver MaxRequestBodyBytes.
const maximumBytes = 3 * 1024 * 1024

/** The media type of a request's body, without parameters; '' where none is given. */
export function mediaTypeOf(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

/** Reads a body in one of the accepted media types; throws 415 for another, such as protobuf, and 400 for bad text. */
export async function readBody(
  request: Request,
  accepted: readonly string[],
): Promise<JsonValue | undefined> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength === 0) return undefined
  const mediaType = mediaTypeOf(request)
  if (mediaType !== '' && !accepted.includes(mediaType)) throw unsupportedMediaType(accepted)
  if (bytes.byteLength > maximumBytes) {
    throw new StatusFailure(
      413,
      'RequestEntityTooLarge',
      `Request entity too large: limit is ${maximumBytes}`,
    )
  }
  const text = new TextDecoder().decode(bytes)
  try {
    if (mediaType.endsWith('yaml')) return readYaml(text)[0]
    const value: JsonValue = JSON.parse(text)
    return value
  } catch (error) {
    throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const objectTypes = ['application/json', 'application/yaml']

/** Reads the object that a request carries. */
export async function readObject(
  request: Request,
  accepted: readonly string[] = objectTypes,
): Promise<JsonObject> {
  const value = await readBody(request, accepted)
  if (!isJsonObject(value)) throw badRequest('the body of the request has to be one object')
  return value
}
