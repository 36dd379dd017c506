import { onTestFinished } from 'vitest'
import {
  type ConfigHubEmulator,
  createConfigHubEmulator,
} from './testing/emulator/create-confighub-emulator.ts'
import type { ConfigHubEmulatorOptions } from './testing/emulator/emulator-options.ts'
import { serve } from './testing/emulator/serve.ts'

/** An emulator on loopback, for one test. */
export interface TestEmulator {
  readonly emulator: ConfigHubEmulator
  readonly url: string
  /** The id of the space `prod`, which is there from the start. */
  readonly space: string
  /** Fetches a path under /api with the fixed token of `sre@acme.example`, unless `init` brings another. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** Fetches JSON, and fails on any status but 200. */
  json(path: string, init?: RequestInit): Promise<unknown>
  /** Writes a text over HTTP, on condition of a DataHash where one is given. */
  put(unit: string, text: string, hash?: string, description?: string): Promise<Response>
  /** Sends a merge patch to a unit. */
  patch(unit: string, body: object, query?: string): Promise<Response>
}

/** Starts an emulator with the space `prod`, which stops when the test ends. What is served may be wrapped. */
export async function startTestEmulator(
  options: ConfigHubEmulatorOptions = {},
  wrap: (emulator: ConfigHubEmulator) => ConfigHubEmulator['handle'] = ({ handle }) => handle,
): Promise<TestEmulator> {
  const emulator = createConfigHubEmulator({
    people: [{ email: 'sre@acme.example', token: 'sre-token' }],
    ...options,
  })
  const { url, close } = await serve(wrap(emulator))
  onTestFinished(close)
  const space = emulator.addSpace('prod')
  const call = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', 'Bearer sre-token')
    return fetch(`${url}/api${path}`, { ...init, headers })
  }
  return {
    emulator,
    url,
    space,
    call,
    async json(path, init) {
      const response = await call(path, init)
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    put(unit, text, hash, description = 'a change') {
      const query = new URLSearchParams({ last_change_description: description })
      return call(`/space/${space}/unit/${unit}/data?${query}`, {
        method: 'PUT',
        headers: {
          'content-type': 'application/octet-stream',
          ...(hash !== undefined && { 'if-match': `"${hash}"` }),
        },
        body: text,
      })
    },
    patch(unit, body, query = '') {
      return call(`/space/${space}/unit/${unit}${query}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify(body),
      })
    },
  }
}
