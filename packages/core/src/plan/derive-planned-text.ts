import { deriveText, type RecipeTexts } from '../edit/derive-text.ts'
import { TidewayError } from '../errors/tideway-error.ts'
import type { PlannedWrite } from './planned-write.ts'

/**
 * The text that a planned write stands for, made of both sides as they are read now; empty where the unit goes.
 * Throws `TIDEWAY_DIGEST_MISMATCH` where that is not the text that was planned: a side has moved.
 */
export function derivePlannedText(
  write: PlannedWrite,
  texts: RecipeTexts,
  sha256: (text: string) => string,
): string {
  if (write.kind === 'withdraw' || write.kind === 'purge') return ''
  const derived = deriveText(write.recipe, texts)
  if (derived.kind === 'derived' && sha256(derived.text) === write.digest) return derived.text
  throw new TidewayError({
    code: 'TIDEWAY_DIGEST_MISMATCH',
    message: `the text derived for unit ${write.unit} is not the text that was planned`,
    next: 'plan again: something moved in between',
    cause: derived.kind === 'refused' ? derived.error : undefined,
  })
}
