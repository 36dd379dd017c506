import { createDeliverer, kubeconfigFor } from '@tideway/adapter-kubernetes/testing'
import { getField } from '@tideway/core'
import { defineCustomKinds } from '../../packages/cli/src/emulate/define-custom-kinds.ts'
import type { StagedCluster } from '../../packages/cli/src/quickstart/staged-cluster.ts'
import { connectHandle } from './connect-handle.ts'
import { defineKinds } from './define-kinds.ts'
import { createJsonClient } from './json-client.ts'
import { prepareKubectl } from './kubectl.ts'
import { appClaim, dynamoTable, lambdaFunction } from './messagewall-kinds.ts'
import type { ApiServerAccess } from './start-api-server.ts'

const context = 'real'

/** A real API server as the cluster of the story; what was delivered is withdrawn when it is closed. */
export async function connectRealCluster(access: ApiServerAccess): Promise<StagedCluster> {
  const { handle, close } = connectHandle(access)
  const send = createJsonClient(handle)
  const kubectl = prepareKubectl(access)
  const deliverer = createDeliverer({ handle })
  const { url: server, certificateAuthority, adminToken: token } = access
  await send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'messagewall-prod' } } })
  return {
    kubeconfig: kubeconfigFor({ server, certificateAuthority, token, context }),
    async installKinds(resources) {
      const withSchema = [appClaim, dynamoTable, lambdaFunction]
      const names = new Set(withSchema.map((definition) => getField(definition, ['metadata', 'name'])))
      const others = (await defineCustomKinds(resources)).filter(
        (definition) => !names.has(getField(definition, ['metadata', 'name'])),
      )
      await defineKinds(send, [...withSchema, ...others])
    },
    async deliver(units) {
      const refused = (await deliverer.deliver(units)).filter(({ kind }) => kind === 'refused')
      if (refused.length > 0) throw new Error(JSON.stringify(refused))
    },
    async edit({ group = '', kind, namespace = 'default', name }, patch) {
      const target = [kind, group].filter((word) => word !== '').join('.')
      const words = [
        'patch',
        target,
        name,
        '--namespace',
        namespace,
        '--type=merge',
        '--field-manager=kubectl-edit',
      ]
      const outcome = await kubectl.run([...words, '--patch', JSON.stringify(patch)])
      if (outcome.code !== 0) throw new Error(outcome.error)
    },
    async close() {
      await deliverer.deliver([])
      kubectl.close()
      close()
    },
  }
}
