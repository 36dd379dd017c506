import { describe, expect, it } from 'vitest'
import { resolveOptions } from './resolve-options.ts'

// Like process.env, which is no plain object.
class Variables {
  readonly [name: string]: string | undefined
}

describe('resolving options', () => {
  it('takes the variables of a process', () => {
    const environment = Object.assign(new Variables(), { KUBECONFIG: '/home/dora/.kube/config' })
    expect(resolveOptions({ environment }).environment['KUBECONFIG']).toBe('/home/dora/.kube/config')
  })

  it('names each bad option', () => {
    expect(() => resolveOptions({ pageSize: 0, namespace: 'Prod' })).toThrow(
      /TIDEWAY_CONFIG_INVALID {2}.*namespace: must be the name of a namespace.*pageSize/s,
    )
  })
})
