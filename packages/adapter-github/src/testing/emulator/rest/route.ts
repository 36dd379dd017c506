import type { z } from 'zod'
import type { Answer } from '../answer.ts'
import type { EmulatedRepository } from '../repository/emulated-repository.ts'
import type { Account } from '../world.ts'

/** A request to one repository, already authorised. */
export type Call = {
  readonly repository: EmulatedRepository
  /** Who asks; undefined where reading without a token is allowed. */
  readonly account: Account | undefined
  /** Root of the API as the client addressed it, such as `http://127.0.0.1:4000/api/v3`. */
  readonly root: string
  readonly url: URL
  readonly query: URLSearchParams
  /** The `Accept` header. */
  readonly accept: string
  /** The decoded part of the path that a `:name` or `*name` stands for. */
  parameter(name: string): string
  /** A positive whole number from the path; 404 where it is none. */
  number(name: string): number
  /** The body as the schema reads it; 422 where it does not fit. */
  body<T>(schema: z.ZodType<T>): T
}

/** One operation on a repository. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/repos/{owner}/{repo}`: `:name` takes one segment, `*name` all that follow. */
  readonly path: string
  /** Query parameters that are modelled besides `page` and `per_page`; others are refused. */
  readonly query?: readonly string[]
  handle(call: Call): Promise<Answer>
}
