import { type Call, type Endpoint, fullCapabilities } from '@tideway/core'
import { checkGeneration } from './check-generation.ts'
import { findSpace } from './find-space.ts'
import { createHistory } from './history/create-history.ts'
import { createClient } from './http/create-client.ts'
import { createSource } from './read/create-source.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { createSink } from './write/create-sink.ts'

/** Logs in, finds the space, and makes sure that the server is of a generation that can be spoken to. */
export async function connect(options: ResolvedOptions, call: Call): Promise<Endpoint> {
  const client = createClient(options)
  try {
    const space = await findSpace(client, options, call)
    await checkGeneration(space, call)
    return {
      specVersion: 1,
      name: options.endpoint,
      capabilities: fullCapabilities,
      source: createSource(space),
      sink: createSink(space),
      history: createHistory(space),
      close: async () => client.close(),
    }
  } catch (error) {
    client.close()
    throw error
  }
}
