import { assertChangeSet } from '../assert-change-set.ts'
import { changeText } from '../change-text.ts'
import { digest } from '../digest.ts'
import { matchesEntityTag } from '../entity-tag.ts'
import { headText } from '../head-text.ts'
import { noteRead } from '../note-read.ts'
import { Refusal } from '../refusal.ts'
import { answerBytes } from './answer-bytes.ts'
import { answerWrite } from './answer-write.ts'
import { findUnit } from './find-addressed.ts'
import type { Route, RouteCall } from './route.ts'

function readText({ headers, body }: RouteCall): string {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/octet-stream') {
    throw new Refusal(400, `Invalid Content-Type '${type ?? ''}': expected application/octet-stream.`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw new Refusal(422, 'Configuration data problem: it is not UTF-8.')
  }
}

/** The routes of a unit's configuration: the bytes themselves, with the DataHash as entity tag. */
export const unitDataRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/space/:space/unit/:unit/data',
    query: [],
    answer(call) {
      const unit = findUnit(call)
      const response = answerBytes(call, headText(unit))
      noteRead(call.world, unit.UnitID)
      return response
    },
  },
  {
    method: 'PUT',
    path: '/space/:space/unit/:unit/data',
    query: ['last_change_description', 'dry_run', 'change_set_id'],
    answer(call) {
      const { world, headers, query, author } = call
      const unit = findUnit(call)
      const text = readText(call)
      const condition = headers.get('if-match')
      const hash = digest(headText(unit))
      const weak = world.options.acceptWeakIfMatch ? 'accept' : 'refuse'
      if (condition !== null && !matchesEntityTag(condition, hash, weak)) {
        throw new Refusal(409, 'Unit data conflict. Data has changed since last read.')
      }
      if (text !== headText(unit)) assertChangeSet(world, unit, query)
      const description = query.get('last_change_description') ?? ''
      const after = changeText(world, unit, text, { ...author, source: 'Update', description })
      return answerWrite(call, unit, after)
    },
  },
]
