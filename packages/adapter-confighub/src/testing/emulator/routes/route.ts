import type { Account } from '../accounts.ts'
import type { Author } from '../author.ts'
import type { World } from '../world.ts'

/** A request as a route gets it: authenticated, its body read, its parameters known to the route. */
export interface RouteCall {
  readonly world: World
  readonly account: Account
  readonly author: Author
  /** The parts of the path that the pattern names. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
}

/**
 * A route under /api. It answers without a pause: so a write's condition and its effect are one step, and
 * parallel requests cannot come between them.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As `/space/:space/unit`; named parts are ids. */
  readonly path: string
  /** The query parameters that it models; any other is refused. */
  readonly query: readonly string[]
  answer(call: RouteCall): Response
}
