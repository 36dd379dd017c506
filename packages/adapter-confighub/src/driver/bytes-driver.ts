import { AdapterError } from '@tideway/core'
import { z } from 'zod'
import { unitPath } from '../found-space.ts'
import { listPages } from '../read/list-pages.ts'
import { joinWhere } from '../where.ts'
import { holdsSecret } from '../write/holds-secret.ts'
import { shortenDescription } from '../write/shorten-description.ts'
import type { Driver } from './driver.ts'

const unitText = z.object({ UnitID: z.guid(), Data: z.string() })
const fields = 'HeadRevisionNum,DataHash,Labels,Annotations,Version'

/**
 * The driver for servers from v0.4 on, which keep configuration as bytes beside the unit: `GET` and `PUT` of
 * `.../unit/{id}/data`, on condition of the DataHash in `If-Match`.
 */
export const bytesDriver: Driver = {
  conditionalWrites: true,
  pages: true,
  delivers: 'releases',
  headFields: fields,
  textFields: fields,
  mostRevisions: 1000,
  async readTexts(space, where, call) {
    const texts = new Map<string, string>()
    const request = {
      method: 'GET',
      path: '/api/unit_data',
      // This route reads all spaces of the organization.
      query: { where: joinWhere([`SpaceID = '${space.spaceId}'`, where]) },
      purpose: `read configuration in space ${space.options.space}`,
    } as const
    try {
      for await (const { elements } of listPages(space.client, request, space.options.endpoint, call)) {
        for (const element of elements) {
          const parsed = unitText.safeParse(element)
          if (parsed.success) texts.set(parsed.data.UnitID, parsed.data.Data)
        }
      }
    } catch (error) {
      // Too much at once for one answer.
      if (!AdapterError.isInstance(error) || error.kind !== 'limit-exceeded') throw error
    }
    return texts
  },
  async readText(space, unit, before, call) {
    const purpose = `read the configuration of unit ${unit.slug}`
    const path = unitPath(space, unit.id, '/data')
    const headers = before === undefined ? {} : { 'If-None-Match': `"${before.digest}"` }
    const reply = await space.client.send({ method: 'GET', path, headers, purpose }, call)
    if (reply.kind === 'answered') return reply.answer.status === 304 ? before?.text : reply.answer.body
    if (reply.error.kind === 'not-found') return undefined
    throw reply.error
  },
  creationFields: () => ({}),
  sendText(space, unit, { text, description, changeSetId }, call) {
    return space.client.send(
      {
        method: 'PUT',
        path: unitPath(space, unit.id, '/data'),
        query: { last_change_description: shortenDescription(description), change_set_id: changeSetId },
        headers: { 'Content-Type': 'application/octet-stream', 'If-Match': `"${unit.digest}"` },
        body: text,
        confidential: holdsSecret(text),
        purpose: `write unit ${unit.slug}`,
      },
      call,
    )
  },
}
