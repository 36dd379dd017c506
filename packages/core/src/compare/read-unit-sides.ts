import type { TidewayError } from '../errors/tideway-error.ts'
import type { Normalization } from '../normalize/normalization.ts'
import { readUnitTree, type UnitTreeResult } from '../normalize/read-unit-tree.ts'

/** The texts of one unit that are compared; undefined where the unit is not there, or not known. */
export interface UnitTexts {
  readonly base: string | undefined
  readonly left: string | undefined
  readonly right: string | undefined
}

/** One of the texts of a comparison. */
export type TextSide = keyof UnitTexts

type Read = Extract<UnitTreeResult, { readonly kind: 'read' }>

/** What three texts were read as, or the first of them that cannot be read. */
export type UnitSides =
  | ({ readonly kind: 'read' } & Readonly<Record<TextSide, Read>>)
  | { readonly kind: 'unreadable'; readonly side: TextSide; readonly error: TidewayError }

/** How texts are read. */
export interface ReadSidesOptions {
  /** A text's name, for messages. */
  readonly nameOf: (side: TextSide) => string
  /** Default: the built-in rules. */
  readonly normalization?: Normalization | undefined
}

/** Reads the texts of one unit; a text that several of them share is parsed once. */
export function readUnitSides(texts: UnitTexts, options: ReadSidesOptions): UnitSides {
  const { left: leftText = '', right: rightText = '', base: baseText = '' } = texts
  const read = (side: TextSide, text: string): UnitTreeResult =>
    readUnitTree(text, options.nameOf(side), options.normalization)
  const left = read('left', leftText)
  const right = rightText === leftText ? left : read('right', rightText)
  const base = baseText === leftText ? left : baseText === rightText ? right : read('base', baseText)
  if (left.kind === 'invalid') return { kind: 'unreadable', side: 'left', error: left.error }
  if (right.kind === 'invalid') return { kind: 'unreadable', side: 'right', error: right.error }
  if (base.kind === 'invalid') return { kind: 'unreadable', side: 'base', error: base.error }
  return { kind: 'read', base, left, right }
}
