import { createKubernetesEmulator, kubeconfigFor, serve } from '@tideway/adapter-kubernetes/testing'
import { it, onTestFinished } from 'vitest'
import { playSchemas } from './schemas-story.fixture.ts'

const north = { group: 'gates.example', kind: 'Gatehouse', namespace: 'default', name: 'north' }

it('the schemas of the cluster decide what counts as equal: from a file, and asked directly', async () => {
  const emulator = createKubernetesEmulator()
  const server = await serve(emulator.handle)
  onTestFinished(server.close)
  await playSchemas({
    kubeconfig: kubeconfigFor({ server: server.url }),
    define: async (definition) => emulator.create([definition]),
    create: async (object) => emulator.create([object], { manager: 'kubectl-edit' }),
    edit: async (patch) => void emulator.edit(north, patch),
  })
}, 60_000)
