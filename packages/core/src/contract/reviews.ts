import type { Call } from './call.ts'

/** A verdict on a pull request, which a rule of its repository can require before a merge. */
export interface ReviewCheck {
  /** Names the check, and is the same in every run: `tideway/publish/prod`. */
  readonly name: string
  /** `error`: it could not be found out. */
  readonly state: 'success' | 'failure' | 'error'
  /** One sentence; a store may cut it. */
  readonly summary: string
}

/** What tideway says on pull requests, its own and other people's, by their number or id in the store. */
export interface Reviews {
  /** Keeps one comment per topic on a pull request, and replaces its text (Markdown) where it differs. */
  comment(
    pull: string,
    topic: string,
    text: string,
    call: Call,
  ): Promise<{ readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string }>
  /** Sets a check on the newest commit of a pull request; one that stands there already is not set again. */
  check(pull: string, check: ReviewCheck, call: Call): Promise<'set' | 'unchanged'>
}
