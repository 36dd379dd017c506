import type { ConfigHubEmulator } from '@tideway/adapter-confighub/testing'
import { z } from 'zod'
import type { Emulation, EmulationOptions } from './emulation.ts'

// Known to everybody: the emulator listens on the loopback address only, and holds nothing of value.
const worker = {
  id: '7e1de3a7-0000-4000-8000-000000000001',
  secret: 'emulated-worker',
  email: 'tideway@emulator.example',
}
const person = { email: 'operator@emulator.example', token: 'emulated-operator' }

const spaceList = z.array(z.object({ Space: z.object({ Slug: z.string() }) }))

/** Serves an emulated ConfigHub on the loopback address, with one worker and one person. */
export async function emulateConfigHub({ data, port, names }: EmulationOptions): Promise<Emulation> {
  const { createConfigHubEmulator, serve } = await import('@tideway/adapter-confighub/testing')
  const now = () => new Date()
  const targetNewUnits = true
  const emulator = createConfigHubEmulator({ data, now, workers: [worker], people: [person], targetNewUnits })
  const spaces = await listSpaces(emulator)
  for (const name of names) if (!spaces.includes(name)) emulator.addSpace(name)
  const served = await serve(emulator.handle, port === undefined ? {} : { port })
  return {
    url: served.url,
    variables: {
      CONFIGHUB_URL: served.url,
      CONFIGHUB_WORKER_ID: worker.id,
      CONFIGHUB_WORKER_SECRET: worker.secret,
    },
    hints: [
      `As the worker, tideway publishes; as a person, an operator changes a unit: Authorization: Bearer ${person.token}`,
      ...(names.length === 0 && spaces.length === 0
        ? ['It has no space yet: --space <slug> makes one.']
        : []),
    ],
    close: served.close,
  }
}

async function listSpaces(emulator: ConfigHubEmulator): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${person.token}` }
  const response = await emulator.handle(new Request('http://emulator/api/space', { headers }))
  return spaceList.parse(await response.json()).map(({ Space }) => Space.Slug)
}
