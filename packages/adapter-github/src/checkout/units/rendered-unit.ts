import type { TidewayError } from '@tideway/core'

/** One file's rendered text, or why it has none. */
export type RenderedFile =
  | { readonly kind: 'rendered'; readonly path: string; readonly text: string }
  | { readonly kind: 'failed'; readonly path: string; readonly error: TidewayError }

/** One unit as a source renders it, with the files that it comes from, or why it cannot be rendered. */
export type RenderedUnit = { readonly unit: string; readonly files: readonly string[] } & (
  | { readonly kind: 'rendered'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: TidewayError }
)
