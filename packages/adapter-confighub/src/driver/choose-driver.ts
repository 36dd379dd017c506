import type { Call } from '@tideway/core'
import { z } from 'zod'
import type { FoundSpace } from '../found-space.ts'
import { parseAnswer } from '../http/parse-answer.ts'
import { bytesDriver } from './bytes-driver.ts'
import { createDocumentDriver } from './document-driver.ts'
import type { Driver } from './driver.ts'

const information = z.object({ Version: z.string().nullish() })

// sdk, core/constants/http.go
const versionHeader = 'ConfigHub-Version'

/**
 * Chooses the driver that the server's generation needs: `document` before v0.4, `bytes` from then on. A
 * version that says nothing, as of a development build, is decided by whether units have a field `Data`, which
 * servers from v0.4 on refuse to select. The option `driver` overrides it. Throws an `AdapterError`.
 */
export async function chooseDriver(space: FoundSpace, call: Call): Promise<Driver> {
  const driver = space.options.driver ?? (await findGeneration(space, call))
  if (driver === 'bytes') return bytesDriver
  const hashes = await hasField(space, 'DataHash', call)
  return createDocumentDriver({ writes: driver === 'document' ? 'put' : 'patch', hashes })
}

async function findGeneration(space: FoundSpace, call: Call): Promise<'bytes' | 'document'> {
  const { client, options } = space
  const purpose = 'ask the server for its version'
  const answer = await client.request({ method: 'GET', path: '/api/info', purpose }, call)
  const { Version } = parseAnswer(answer, information, { purpose, endpoint: options.endpoint })
  const version = Version ?? answer.headers.get(versionHeader) ?? ''
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === undefined || minor === undefined) {
    return (await hasField(space, 'Data', call)) ? 'document' : 'bytes'
  }
  return Number(major) === 0 && Number(minor) < 4 ? 'document' : 'bytes'
}

/** Whether units have a field: a server answers 400 where one is to be selected that there is not. */
async function hasField(
  { client, options, spaceId }: FoundSpace,
  field: string,
  call: Call,
): Promise<boolean> {
  const reply = await client.send(
    {
      method: 'GET',
      path: `/api/space/${spaceId}/unit`,
      // No unit is wanted, only the opinion on the field.
      query: { where: 'HeadRevisionNum < 0', select: field },
      purpose: `ask whether the units of space ${options.space} have a ${field}`,
    },
    call,
  )
  if (reply.kind === 'answered') return true
  if (reply.error.kind === 'invalid-request') return false
  throw reply.error
}
