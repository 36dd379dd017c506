import { catalogues } from '../catalogues.ts'
import { changeText } from '../change-text.ts'
import { editUnit } from '../edit-unit.ts'
import { findRestoredText } from '../find-restored-text.ts'
import { mergePatch } from '../merge-patch.ts'
import { parseMetadata } from '../metadata.ts'
import { parseUnitPatch } from '../parse-unit-patch.ts'
import { Refusal } from '../refusal.ts'
import type { UnitRecord } from '../state.ts'
import { answerWrite } from './answer-write.ts'
import { findUnit } from './find-addressed.ts'
import { readJson } from './read-json.ts'
import type { Route } from './route.ts'

function assertVersion(unit: UnitRecord, version: number | undefined): void {
  if (version !== unit.Version) {
    throw new Refusal(409, 'Unit data conflict. Data has changed since last read.')
  }
}

/** The routes that write a unit's metadata: PUT on condition of `Version`, and PATCH, which also restores. */
export const unitMetadataRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: '/space/:space/unit/:unit',
    query: ['dry_run'],
    answer(call) {
      const unit = findUnit(call)
      const body = readJson(call.headers, call.body, ['application/json'])
      const metadata = parseMetadata(body, catalogues.unit.fields)
      assertVersion(unit, metadata.Version)
      return answerWrite(call, unit, editUnit(call.world, unit, metadata))
    },
  },
  {
    method: 'PATCH',
    path: '/space/:space/unit/:unit',
    query: ['dry_run', 'restore'],
    answer(call) {
      const { world, query, headers, body, author } = call
      const unit = findUnit(call)
      const patch = parseUnitPatch(readJson(headers, body, ['application/merge-patch+json']))
      const metadata = parseMetadata(mergePatch(unit, patch))
      if (world.options.patchChecksVersion) assertVersion(unit, metadata.Version)
      const edited = editUnit(world, unit, metadata)
      const restore = query.get('restore')
      if (restore === null) return answerWrite(call, unit, edited)
      const description = 'LastChangeDescription' in patch ? edited.LastChangeDescription : ''
      const cause = { ...author, source: 'Update', description } as const
      return answerWrite(call, unit, changeText(world, edited, findRestoredText(unit, restore), cause))
    },
  },
]
