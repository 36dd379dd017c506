import { AdapterError, type Call } from '@tideway/core'
import { z } from 'zod'
import { parseAnswer } from './http/parse-answer.ts'
import type { SpaceAccess } from './space-access.ts'

const information = z.object({ Version: z.string() })
const units = z.array(z.object({ Unit: z.object({ Data: z.unknown() }) }))

/**
 * Makes sure that the server keeps configuration as bytes beside the unit, as ConfigHub does from v0.4 on.
 * A version that says nothing, as of a development build, is decided by looking at a unit.
 * Throws an `AdapterError` of kind `unsupported` for an older server, whose units carry `Data` in base64.
 */
export async function checkGeneration(space: SpaceAccess, call: Call): Promise<void> {
  const { client, options } = space
  const { endpoint } = options
  const purpose = 'ask the server for its version'
  const { Version } = await client.json({ method: 'GET', path: '/api/info', purpose }, information, call)
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(Version) ?? []
  if (major !== undefined && minor !== undefined) {
    if (Number(major) === 0 && Number(minor) < 4) throw tooOld(endpoint, `is version ${Version}`)
    return
  }
  const asked = { purpose: `look at a unit of space ${options.space}`, endpoint }
  const answer = await client.request(
    {
      method: 'GET',
      path: `/api/space/${space.spaceId}/unit`,
      query: { limit: '1' },
      purpose: asked.purpose,
    },
    call,
  )
  const [element] = parseAnswer(answer, units, asked)
  if (element?.Unit.Data !== undefined) throw tooOld(endpoint, 'answers units that carry their data')
}

function tooOld(endpoint: string, how: string): AdapterError {
  return new AdapterError({
    kind: 'unsupported',
    endpoint,
    message: `the server ${how}, and this adapter speaks to ConfigHub from v0.4 on, which keeps configuration as bytes`,
    next: 'use a newer server: the `document` driver, for servers before v0.4, is still to come',
  })
}
