import type { Call } from '@tideway/core'

/** A repository on disk, and the endpoint's name for errors. */
export interface GitPlace {
  readonly directory: string
  readonly endpoint: string
}

/** The one ref that holds an archive, here or at a remote. */
export interface ArchiveRef {
  read(call: Call): Promise<string | undefined>
  /** Makes a commit of the ref's history readable here; answers it, or the newer one that has replaced it. */
  fetch(commit: string, call: Call): Promise<string>
  /** Points the ref at a commit that is here, if it still is at `before`. */
  move(before: string | undefined, after: string, call: Call): Promise<'moved' | 'lost-race'>
}
