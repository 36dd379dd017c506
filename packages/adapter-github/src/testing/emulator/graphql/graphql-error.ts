/** A refusal in the shape of GitHub's GraphQL API: an entry of `errors` with a `type`, under HTTP 200. */
export class GraphQLError extends Error {
  override readonly name = 'GraphQLError'
  /** Such as `NOT_FOUND`; undefined for a document that does not fit the schema. */
  readonly type: string | undefined

  constructor(type: string | undefined, message: string) {
    super(message)
    this.type = type
  }
}
