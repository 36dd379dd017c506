import type { ProgressEvent } from '@tideway/core'
import type { CommandIo } from './command-io.ts'

/** One line that says what is going on. */
export interface Progress {
  show(event: ProgressEvent): void
  /** Takes the line away, before anything else is written. */
  clear(): void
}

/** Shows progress on stderr, in place, where that is a terminal and neither `CI` nor `NO_COLOR` is set. */
export function showProgress(io: CommandIo): Progress {
  const { CI, NO_COLOR } = io.variables
  const isShown = io.stderr.isTTY === true && isUnset(CI) && isUnset(NO_COLOR)
  let isDirty = false
  let read = 0
  const draw = (text: string) => {
    if (isShown) io.stderr.write(`\r\u001b[K${text}`)
    isDirty = text !== ''
  }
  return {
    show(event) {
      if (event.kind === 'unit-read') read += 1
      draw(describe(event, read).replaceAll(/\p{Cc}/gu, ' '))
    },
    clear() {
      if (isDirty) draw('')
    },
  }
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === ''
}

function describe(event: ProgressEvent, read: number): string {
  switch (event.kind) {
    case 'emulator':
      return `${event.endpoint} is an emulator`
    case 'reading':
      return `reading ${event.endpoint}`
    case 'unit-read':
      return `${read} units read, now ${event.unit} of ${event.endpoint}`
    case 'unit-compared':
      return `${event.unit}: ${event.fields} fields differ`
    case 'unit-decided':
      return `${event.unit}: ${event.verdict}`
    case 'unit-written':
      return `${event.unit}: ${event.outcome}`
    case 'delivery':
      return `${event.unit}: ${event.state}${event.reason === undefined ? '' : ` (${event.reason})`}`
  }
}
