import { assertChangeSet } from '../assert-change-set.ts'
import { changeText } from '../change-text.ts'
import { editUnit } from '../edit-unit.ts'
import { findRestoredText } from '../find-restored-text.ts'
import { headText } from '../head-text.ts'
import { mergePatch } from '../merge-patch.ts'
import { moveChangeSet } from '../move-change-set.ts'
import { parseUnitPatch } from '../parse-unit-patch.ts'
import { readUnitBody } from '../read-unit-body.ts'
import { Refusal } from '../refusal.ts'
import type { UnitRecord } from '../state.ts'
import { answerWrite } from './answer-write.ts'
import { findUnit } from './find-addressed.ts'
import { readJson } from './read-json.ts'
import type { Route, RouteCall } from './route.ts'

function assertVersion(unit: UnitRecord, version: number | undefined): void {
  if (version !== unit.Version) {
    throw new Refusal(409, 'Unit data conflict. Data has changed since last read.')
  }
}

/** The text that a PUT asks for. What the server makes of `revision_id` there is a switch. */
function findPutText({ world, query }: RouteCall, unit: UnitRecord, text: string | undefined): string {
  const before = headText(unit)
  const named = query.get('revision_id')
  if (named !== null && world.options.putRevisionId === 'restore') {
    return findRestoredText(unit, `Revision:${named}`)
  }
  const head = unit.revisions.at(-1)?.RevisionID ?? null
  if (text !== undefined && text !== before && world.options.putRevisionId === 'require' && named !== head) {
    throw new Refusal(409, 'Config data changed.')
  }
  return text ?? before
}

/** The routes that write a unit: PUT on condition of `Version`, and PATCH, which also restores. */
export const unitMetadataRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: '/space/:space/unit/:unit',
    query: ['dry_run', 'revision_id', 'change_set_id'],
    answer(call) {
      const { world, author } = call
      const unit = findUnit(call)
      const { metadata, text } = readUnitBody(world, readJson(call.headers, call.body, ['application/json']))
      assertVersion(unit, metadata.Version)
      const edited = editUnit(world, unit, metadata)
      const cause = { ...author, source: 'Update', description: edited.LastChangeDescription } as const
      const wanted = findPutText(call, unit, text)
      if (wanted !== headText(unit)) assertChangeSet(world, unit, call.query)
      return answerWrite(call, unit, changeText(world, edited, wanted, cause))
    },
  },
  {
    method: 'PATCH',
    path: '/space/:space/unit/:unit',
    query: ['dry_run', 'restore', 'change_set_id'],
    answer(call) {
      const { world, query, headers, body, author } = call
      const unit = findUnit(call)
      const patch = parseUnitPatch(world, readJson(headers, body, ['application/merge-patch+json']))
      const { ChangeSetID: _, ...plain } = { ChangeSetID: undefined, ...patch }
      const { metadata, text } = readPatched(call, unit, plain)
      if (world.options.patchChecksVersion) assertVersion(unit, metadata.Version)
      const described = 'LastChangeDescription' in patch ? (metadata.LastChangeDescription ?? '') : ''
      const cause = { ...author, source: 'Update', description: described } as const
      const edited = moveChangeSet(world, editUnit(world, unit, metadata), patch, cause)
      const restore = query.get('restore')
      const wanted = restore === null ? text : findRestoredText(unit, restore)
      if (wanted === undefined) return answerWrite(call, unit, edited)
      if (wanted !== headText(unit)) assertChangeSet(world, unit, query)
      return answerWrite(call, unit, changeText(world, edited, wanted, cause))
    },
  },
]

function readPatched({ world }: RouteCall, unit: UnitRecord, patch: object) {
  const { Slug, DisplayName, ToolchainType, Labels, Annotations, DeleteGates } = unit
  const { LastChangeDescription, Version, TargetID } = unit
  const writable = { Slug, DisplayName, ToolchainType, Labels, Annotations, DeleteGates, Version, TargetID }
  return readUnitBody(world, mergePatch({ ...writable, LastChangeDescription }, patch))
}
