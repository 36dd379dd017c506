import { expect, it } from 'vitest'
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { openCaptureWorld } from './capture-world.fixture.ts'

const handler = `apiVersion: lambda.aws.upbound.io/v1beta2
kind: Function
metadata:
  name: handler
spec:
  forProvider:
    memorySize: 256 # MB
    timeout: 10
`
/** As the server holds it once the provider has looked: its newest spec is of one generation, what was seen of another. */
const observe =
  (atProvider: JsonObject, generations = { spec: 1, seen: 1 }) =>
  (object: JsonObject) => {
    const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {}
    const conditions = [{ type: 'Synced', status: 'True', observedGeneration: generations.seen }]
    return {
      ...object,
      metadata: { ...metadata, generation: generations.spec },
      status: { atProvider, conditions },
    }
  }

it('an edit in the cloud’s console is captured where that is asked for, and only the field that was edited', async () => {
  const world = await openCaptureWorld({ handler })
  world.deliver(
    'handler',
    world.cluster,
    observe({ memorySize: 1024, timeout: 10, arn: 'arn:x', version: '7' }),
  )
  expect(await world.capture()).toMatchObject({ outcome: 'nothing-to-do' })
  const report = await world.capture({ crossplane: 'atProvider' })
  expect(report).toMatchObject({ outcome: 'done', summary: 'captured 1 field in 1 unit' })
  expect(report.units[0]?.fields).toMatchObject([
    {
      path: '/spec/forProvider/memorySize',
      left: '1024',
      right: '256',
      setBy: { name: 'outside of the cluster (status.atProvider)' },
    },
  ])
  expect(world.text('handler')).toBe(handler.replace('256', '1024'))
  expect(await world.capture({ crossplane: 'atProvider' })).toMatchObject({ outcome: 'nothing-to-do' })
})

it('what ConfigHub has delivered and the provider has not yet carried out is no edit', async () => {
  const world = await openCaptureWorld({ handler })
  world.operator.write('handler', handler.replace('256', '512'))
  world.deliver('handler', world.cluster, observe({ memorySize: 256 }, { spec: 2, seen: 1 }))
  expect(await world.capture({ crossplane: 'atProvider' })).toMatchObject({ outcome: 'nothing-to-do' })
})
