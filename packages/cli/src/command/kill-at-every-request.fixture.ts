import { expect } from 'vitest'
import type { DeathMoment } from './request-gate.ts'
import type { EmulatedProject } from './start-emulated-project.ts'

// Guards against a loop that never ends; no run of these sends as many requests.
const mostRequests = 200

/**
 * Plays a round for every request of a run: the run is killed at the first request, at the second, and so on, until
 * one lives to its end. Whatever is run again after that has to come to what the round expects.
 */
export async function killAtEveryRequest(
  { gate, run }: EmulatedProject,
  round: {
    readonly moment: DeathMoment
    /** Kills at every n-th request only. Default: 1, every one. */
    readonly every?: number
    readonly words: readonly string[]
    readonly variables?: Readonly<Record<string, string>>
    prepare(number: number): Promise<void>
    expectEnd(number: number): Promise<void>
  },
): Promise<number> {
  const command = () => run([...round.words, '--env', 'prod'], undefined, round.variables)
  for (let number = 1; number <= mostRequests; number += 1) {
    await round.prepare(number)
    gate.killAt(1 + (number - 1) * (round.every ?? 1), round.moment)
    await command()
    const { isDead, requests } = gate.end()
    // A creation that was announced and is not there may have been undone by somebody: the first run asks.
    const first = await command()
    const second = first.code === 3 ? await command() : first
    expect(second.code, second.text).toBe(0)
    await round.expectEnd(number)
    if (!isDead) return requests
  }
  throw new Error(`after ${mostRequests} requests there is no end`)
}
