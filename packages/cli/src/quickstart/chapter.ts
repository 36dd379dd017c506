import type { Stage, TidewayRun } from './stage.ts'

/** One thing that a chapter claims, and whether it is so. */
export interface Check {
  readonly claim: string
  readonly holds: boolean
  /** What was seen instead. */
  readonly seen?: string | undefined
}

/** One chapter of the story: what happens, and what must be true then. */
export interface Chapter {
  readonly title: string
  play(stage: Stage): Promise<readonly Check[]>
}

/** A claim that two values are the same. */
export function expectEqual(claim: string, seen: unknown, wanted: unknown): Check {
  const [text, other] = [JSON.stringify(seen), JSON.stringify(wanted)]
  return text === other ? { claim, holds: true } : { claim, holds: false, seen: `${text}, not ${other}` }
}

/** A claim that a text holds all of some words. */
export function expectWords(claim: string, text: string, words: readonly string[]): Check {
  const missing = words.filter((word) => !text.includes(word))
  if (missing.length === 0) return { claim, holds: true }
  return { claim, holds: false, seen: `no ${missing.map((word) => `"${word}"`).join(', ')} in:\n${text}` }
}

/** A claim that the command ended with an exit code; what it said is shown where it did not. */
export function expectCode(claim: string, run: TidewayRun, code: number): Check {
  if (run.code === code) return { claim, holds: true }
  return { claim, holds: false, seen: `exit code ${run.code}, not ${code}:\n${run.text}` }
}
