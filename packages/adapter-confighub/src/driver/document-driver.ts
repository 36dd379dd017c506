import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { encodeBase64 } from '../base64-text.ts'
import { type FoundSpace, unitPath } from '../found-space.ts'
import { wayOut } from '../http/map-status.ts'
import { invalidAnswer } from '../http/parse-value.ts'
import type { Reply } from '../http/remote-request.ts'
import { getUnit } from '../read/get-unit.ts'
import { type RemoteUnit, unitFields } from '../read/remote-unit.ts'
import { holdsSecret } from '../write/holds-secret.ts'
import { shortenDescription } from '../write/shorten-description.ts'
import type { Driver, TextWrite } from './driver.ts'

/** What is known of an older server. */
export interface DocumentDriverOptions {
  /**
   * `put`: `PUT` of the whole unit with the Version and the revision that were read, which the server answers
   * with 409 where the unit has moved on. `patch`: `PATCH` of the data alone, which has no condition.
   */
  readonly writes: 'put' | 'patch'
  /** Whether the server tells a unit's DataHash; without, heads are listed with their data. */
  readonly hashes: boolean
}

const head = 'HeadRevisionNum,Labels,Annotations,Version'
const envelope = z.object({ Unit: z.record(z.string(), z.unknown()) })
const revisionIds = z.array(z.object({ Revision: z.object({ RevisionID: z.guid() }) }))
const mostAttempts = 3

/** Creates a driver for servers before v0.4, whose units carry their configuration as `Data` in base64. */
export function createDocumentDriver({ writes, hashes }: DocumentDriverOptions): Driver {
  return {
    conditionalWrites: writes === 'put',
    pages: false,
    delivers: 'applies',
    headFields: hashes ? `${head},DataHash` : `${head},Data`,
    textFields: hashes ? `${head},DataHash,Data` : `${head},Data`,
    mostRevisions: 50,
    async readText(space, unit, _before, call) {
      const read = await getUnit(space, unit.id, unit.slug, call)
      if (read === undefined || read.text !== undefined) return read?.text
      const { endpoint } = space.options
      throw invalidAnswer('lacks its Data', { endpoint, purpose: `read unit ${unit.slug}` })
    },
    creationFields: (text) => ({ Data: encodeBase64(text) }),
    sendText: writes === 'put' ? putDocument : patchDocument,
  }
}

/** Sends the whole unit as it was read, with the new data. Metadata that moves in between is read again. */
async function putDocument(
  space: FoundSpace,
  unit: RemoteUnit,
  write: TextWrite,
  call: Call,
): Promise<Reply> {
  const revisionId = await findHeadId(space, unit, call)
  for (let attempt = 1; ; attempt += 1) {
    const purpose = `write unit ${unit.slug}`
    const path = unitPath(space, unit.id)
    const { Unit: record } = await space.client.json({ method: 'GET', path, purpose }, envelope, call)
    const read = unitFields(call).safeParse(record)
    if (!read.success || read.data.revision !== unit.revision || read.data.digest !== unit.digest) {
      return moved(space, unit)
    }
    const reply = await space.client.send(
      {
        method: 'PUT',
        path,
        query: { revision_id: revisionId, change_set_id: write.changeSetId },
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ ...record, ...contentFields(write) }),
        confidential: holdsSecret(write.text),
        purpose,
      },
      call,
    )
    if (reply.kind === 'answered' || reply.error.kind !== 'lost-race' || attempt === mostAttempts)
      return reply
  }
}

/** The id of a unit's head revision; undefined where it has none, or none any more. */
async function findHeadId(space: FoundSpace, unit: RemoteUnit, call: Call): Promise<string | undefined> {
  const request = {
    method: 'GET',
    path: unitPath(space, unit.id, '/revision'),
    query: { where: `RevisionNum = ${unit.revision}`, select: 'RevisionNum' },
    purpose: `look up the head of unit ${unit.slug}`,
  } as const
  const [found] = await space.client.json(request, revisionIds, call)
  return found?.Revision.RevisionID
}

/** Sends the data alone, with the Version: whether a PATCH heeds that is not established. */
function patchDocument(space: FoundSpace, unit: RemoteUnit, write: TextWrite, call: Call): Promise<Reply> {
  return space.client.send(
    {
      method: 'PATCH',
      path: unitPath(space, unit.id),
      query: { change_set_id: write.changeSetId },
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ ...contentFields(write), Version: unit.version }),
      confidential: holdsSecret(write.text),
      purpose: `write unit ${unit.slug}`,
    },
    call,
  )
}

function contentFields({ text, description }: TextWrite) {
  return { Data: encodeBase64(text), LastChangeDescription: shortenDescription(description) }
}

function moved(space: FoundSpace, unit: RemoteUnit): Reply {
  const error = new AdapterError({
    kind: 'lost-race',
    endpoint: space.options.endpoint,
    message: `unit ${unit.slug} is no longer at revision ${unit.revision}`,
    next: wayOut('lost-race'),
  })
  return { kind: 'failed', effect: 'none', error }
}
