/** Who asks for a change, and from what program. */
export interface Author {
  readonly userId: string
  readonly userAgent: string
}
