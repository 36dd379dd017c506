import { setTimeout } from 'node:timers/promises'
import type { DeliveryWait } from '@tideway/core'
import type { Command } from 'commander'
import { parseDuration } from './parse-duration.ts'

const defaultWaitMs = 600_000

/** The flag of commands that can wait until what they wrote is live. */
export interface DeliveryFlags {
  readonly wait?: number | true
}

/** Adds `--wait`. */
export function addWait(command: Command): Command {
  return command.option(
    '--wait [duration]',
    'wait until everything is live, at most so long (default: 10m)',
    parseDuration,
  )
}

/** How long to wait; a pause that is cut short ends with the next request, which says that the run was cancelled. */
export function readWait({ wait }: DeliveryFlags, signal: AbortSignal): DeliveryWait | undefined {
  if (wait === undefined) return undefined
  return {
    timeoutMs: wait === true ? defaultWaitMs : wait,
    pause: (ms) => setTimeout(ms, undefined, { signal }).catch(() => {}),
  }
}
