import { GitHubError } from '../github-error.ts'
import { GraphQLError } from './graphql-error.ts'

/** Words what a check of the REST API refuses as a GraphQL error of a type. */
export const refuseAs = (type: string, check: () => void): void => {
  try {
    check()
  } catch (error) {
    if (error instanceof GitHubError) throw new GraphQLError(type, error.message)
    throw error
  }
}
