import type { Call } from '@tideway/core'

/** A repository on disk, and the endpoint's name for errors. */
export interface GitPlace {
  readonly directory: string
  readonly endpoint: string
}

/** One ref, here or at a remote, that is moved by compare-and-swap. */
export interface ArchiveRef {
  read(call: Call): Promise<string | undefined>
  /** Makes a commit of the ref's history readable here; answers it, or the newer one that has replaced it. */
  fetch(commit: string, call: Call): Promise<string>
  /** Points the ref at a commit that is here, if it still is at `before`; undefined stands for absence. */
  move(before: string | undefined, after: string | undefined, call: Call): Promise<'moved' | 'lost-race'>
}
