import { assertChangeSet } from '../assert-change-set.ts'
import { cataloguesOf } from '../catalogues.ts'
import { changeText } from '../change-text.ts'
import { editUnit } from '../edit-unit.ts'
import { findRestoredText } from '../find-restored-text.ts'
import { headText } from '../head-text.ts'
import { listRows } from '../list-rows.ts'
import { mergePatch } from '../merge-patch.ts'
import { moveChangeSet } from '../move-change-set.ts'
import { parseUnitPatch } from '../parse-unit-patch.ts'
import { readUnitBody } from '../read-unit-body.ts'
import { Refusal } from '../refusal.ts'
import { renderUnit } from '../render-unit.ts'
import type { UnitRecord } from '../state.ts'
import { answerWrite } from './answer-write.ts'
import { findUnit } from './find-addressed.ts'
import { readFlag } from './read-flag.ts'
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

/** The routes that write units: PUT on condition of `Version`, and PATCH of one or many, which also restores. */
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
      const unit = findUnit(call)
      return answerWrite(call, unit, patchUnit(call, unit, readPatch(call)))
    },
  },
  {
    method: 'PATCH',
    path: '/unit',
    query: ['where', 'limit', 'continue', 'dry_run', 'restore', 'change_set_id'],
    answer(call) {
      const { world, query } = call
      const { options, store } = world
      if (!query.get('where')) throw new Refusal(400, 'where is required.')
      if (/^\d+$/.test(query.get('restore') ?? ''))
        throw new Refusal(400, 'A bulk restore takes no bare number.')
      const patch = readPatch(call)
      const units = [...store.units.values()].map((unit) => renderUnit(world, unit))
      const { page, response } = listRows(cataloguesOf(options).unit, units, query, options)
      const elements = page.rows.map(({ entity }) => patchElement(call, `${entity['UnitID']}`, patch))
      const isMixed = elements.some((element) => 'Error' in element)
      const next = response.headers.get('ConfigHub-Continue')
      return Response.json(elements, {
        status: isMixed ? 207 : 200,
        headers: next === null ? {} : { 'ConfigHub-Continue': next },
      })
    },
  },
]

/** What became of one unit of a bulk patch: the others go on where it is refused. */
function patchElement(call: RouteCall, id: string, patch: object): object {
  const { store } = call.world
  const unit = store.units.get(id)
  if (unit === undefined) throw new Error(`unit ${id} has gone within one request`)
  try {
    const after = patchUnit(call, unit, patch)
    if (after !== unit && !readFlag(call.query, 'dry_run')) store.putUnit(after)
    return { Unit: renderUnit(call.world, after).entity, Links: [], Conflicts: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const ErrorMetadata = { EntityID: id, EntitySlug: unit.Slug, EntityType: 'Unit' }
    return { Error: { Status: error.status, Message: error.message, ErrorMetadata } }
  }
}

function readPatch({ world, headers, body }: RouteCall): object {
  return parseUnitPatch(world, readJson(headers, body, ['application/merge-patch+json']))
}

/** A unit as a merge patch, and what the query asks besides, make it. Nothing is stored. */
function patchUnit(call: RouteCall, unit: UnitRecord, patch: object): UnitRecord {
  const { world, query, author } = call
  const { ChangeSetID: _, ...plain } = { ChangeSetID: undefined, ...patch }
  const { metadata, text } = readPatched(call, unit, plain)
  if (world.options.patchChecksVersion) assertVersion(unit, metadata.Version)
  const described = 'LastChangeDescription' in patch ? (metadata.LastChangeDescription ?? '') : ''
  const cause = { ...author, source: 'Update', description: described } as const
  const edited = moveChangeSet(world, editUnit(world, unit, metadata), patch, cause)
  const restore = query.get('restore')
  const wanted = restore === null ? text : findRestoredText(unit, restore)
  if (wanted === undefined) return edited
  if (wanted !== headText(unit)) assertChangeSet(world, unit, query)
  return changeText(world, edited, wanted, cause)
}

function readPatched({ world }: RouteCall, unit: UnitRecord, patch: object) {
  const { Slug, DisplayName, ToolchainType, Labels, Annotations, DeleteGates } = unit
  const { LastChangeDescription, Version, TargetID } = unit
  const writable = { Slug, DisplayName, ToolchainType, Labels, Annotations, DeleteGates, Version, TargetID }
  return readUnitBody(world, mergePatch({ ...writable, LastChangeDescription }, patch))
}
