import { escapeMarkdown } from '@tideway/core'
import { readVariable, type Variables } from '../project/variables.ts'

/** The variables that hold tideway’s own credentials. */
export const secretVariables: readonly string[] = [
  'CONFIGHUB_WORKER_SECRET',
  'CONFIGHUB_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITHUB_APP_PRIVATE_KEY',
]
// A shorter value is no credential, and its letters may be in any text.
const shortestSecret = 6

/** Takes the credentials of the surroundings out of a text, however they got into it. */
export function redact(text: string, variables: Variables): string {
  return (
    secretVariables
      .map((name) => readVariable(variables, name))
      .filter((value) => value !== undefined)
      .filter((value) => value.length >= shortestSecret)
      // In Markdown an underscore has a backslash before it.
      .flatMap((value) => [value, escapeMarkdown(value)])
      .reduce((clean, value) => clean.replaceAll(value, '<secret>'), text)
  )
}
