import { Refusal } from './refusal.ts'

/**
 * Makes the refusal (501) for what ConfigHub has and the emulator has not.
 *
 * The real server never answers 501, so a test that meets it knows that the emulator is too small, and does
 * not mistake its answer for ConfigHub's.
 */
export function notModelled(what: string): Refusal {
  return new Refusal(501, `The ConfigHub emulator does not model ${what}.`)
}
