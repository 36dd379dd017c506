import { describe, expect, it } from 'vitest'
import { connectOpenTelemetry } from './connect-open-telemetry.ts'

describe('connectOpenTelemetry', () => {
  it('does nothing where the package is not installed', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    const telemetry = await connectOpenTelemetry({ load: () => Promise.reject(missing) })
    telemetry.begin('publish').begin('unit').end('lost-race')
    telemetry.count('tideway.writes', 1)
  })

  it('does not hide that the package is broken', async () => {
    await expect(connectOpenTelemetry({ load: () => Promise.reject(new Error('broken')) })).rejects.toThrow(
      'broken',
    )
  })
})
