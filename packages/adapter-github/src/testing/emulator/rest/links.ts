import type { Call } from './route.ts'

/** The repository's address in the API. */
export const apiUrl = (call: Call): string => `${call.root}/repos/${call.repository.fullName}`

/** The repository's address for people, and with `.git` for Git. */
export const pageUrl = (call: Call): string => `${call.url.origin}/${call.repository.fullName}`
