import type { JsonAnswer, JsonRequest } from './json-client.ts'

/** One request of a log; it may need what earlier ones were answered, for instance a resourceVersion. */
export interface LoggedRequest extends JsonRequest {
  readonly method: string
  readonly path: string
}

/** A request by what it is to show. */
export interface LogEntry {
  readonly title: string
  readonly request: (answered: (title: string) => JsonAnswer) => LoggedRequest
}

/** The content type of a JSON merge patch. */
export const mergeType = 'application/merge-patch+json'

/** The content type of a server-side apply. */
export const applyType = 'application/apply-patch+yaml'

/** A request that needs no earlier answer. */
export const entry = (title: string, method: string, path: string, content: JsonRequest = {}): LogEntry => ({
  title,
  request: () => ({ method, path, ...content }),
})

/** A server-side apply. */
export const applied = (
  title: string,
  path: string,
  manager: string,
  body: unknown,
  force = false,
): LogEntry =>
  entry(title, 'PATCH', `${path}?fieldManager=${manager}&force=${force}`, { body, type: applyType })
