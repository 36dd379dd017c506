import { type Call, createTextCache, type Endpoint, fullCapabilities } from '@tideway/core'
import { createChangeSets } from './change-set/create-change-sets.ts'
import { createDelivery } from './delivery/create-delivery.ts'
import { chooseDriver } from './driver/choose-driver.ts'
import { findSpace } from './find-space.ts'
import { createHistory } from './history/create-history.ts'
import { createClient } from './http/create-client.ts'
import { createSource } from './read/create-source.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { createSink } from './write/create-sink.ts'

// What a run compares it reads again when it writes: some thousand units, or a few large ones.
const mostCachedCharacters = 16_777_216

/** Logs in, finds the space, and chooses the driver for the server’s generation. */
export async function connect(options: ResolvedOptions, call: Call): Promise<Endpoint> {
  const client = createClient(options)
  try {
    const found = await findSpace(client, options, call)
    const driver = await chooseDriver(found, call)
    const plain = { ...found, driver, texts: createTextCache(mostCachedCharacters) }
    const space = options.changeSets ? { ...plain, changeSets: createChangeSets(plain) } : plain
    return {
      specVersion: 1,
      name: options.endpoint,
      capabilities: { ...fullCapabilities, conditionalWrites: driver.conditionalWrites },
      source: createSource(space),
      sink: createSink(space),
      history: createHistory(space),
      delivery: createDelivery(space),
      close: async () => client.close(),
    }
  } catch (error) {
    client.close()
    throw error
  }
}
