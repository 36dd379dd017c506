import type { Call, TidewayError } from '@tideway/core'

/** A program that renders files of a repository. */
export interface Build {
  /** What is rendered, for messages: the source's path. */
  readonly path: string
  /** The program and its arguments; nothing of them is read by a shell. */
  readonly command: readonly [program: string, ...args: string[]]
  /** The folder it runs in, relative to the repository's root. */
  readonly folder: string
  /** All that it gets to see, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Default: 60000. */
  readonly timeoutMs?: number | undefined
  /** Limit of what it writes. Default: 64 MiB. */
  readonly maxBytes?: number | undefined
  /** Reads from what a failed program said where and why it failed. */
  readonly explain: (stderr: string) => BuildFailure
}

/** Where and why a program failed, in its own words. */
export interface BuildFailure {
  readonly path: string
  readonly line?: number | undefined
  readonly reason: string
}

/** What a build left behind. */
export type BuildResult =
  | { readonly kind: 'rendered'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: TidewayError }

/** Runs builds, each at most once for the same files. */
export type Builder = (build: Build, call: Call) => Promise<BuildResult>
