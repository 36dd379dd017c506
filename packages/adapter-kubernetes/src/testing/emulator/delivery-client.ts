import { isJsonList, isJsonObject, type JsonObject, textAt } from './json.ts'
import { readMetadata } from './object-metadata.ts'

/** How a deliverer reaches the cluster. */
export interface DeliveryClientOptions {
  /** The emulator's handle, or anything that sends a request to a Kubernetes API server. */
  readonly handle: (request: Request) => Promise<Response>
  /** Default: none is sent. */
  readonly token?: string
  readonly manager: string
  /** For objects that name none. */
  readonly namespace: string
}

/** The two writes of a deliverer; each gives the server's message where it refuses. */
export interface DeliveryClient {
  /** The path of an object, by the server's discovery; undefined where its kind is not served. */
  readonly locate: (object: JsonObject) => Promise<string | undefined>
  readonly apply: (path: string, object: JsonObject) => Promise<string | undefined>
  readonly remove: (path: string) => Promise<string | undefined>
}

export function createDeliveryClient(options: DeliveryClientOptions): DeliveryClient {
  const send = async (method: string, path: string, object?: JsonObject): Promise<Response> => {
    const headers = new Headers({ accept: 'application/json', 'user-agent': options.manager })
    if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`)
    if (object !== undefined) headers.set('content-type', 'application/apply-patch+yaml')
    const body = object === undefined ? {} : { body: JSON.stringify(object) }
    return options.handle(new Request(`http://127.0.0.1${path}`, { method, headers, ...body }))
  }
  const refusalOf = async (response: Response): Promise<string | undefined> => {
    const body: JsonObject = JSON.parse(await response.text())
    return response.ok ? undefined : (textAt(body, 'message') ?? `HTTP ${response.status}`)
  }
  return {
    locate: async (object) => {
      const apiVersion = textAt(object, 'apiVersion') ?? ''
      const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
      const response = await send('GET', root)
      if (response.status === 404) return undefined
      const list: JsonObject = JSON.parse(await response.text())
      const resource = (isJsonList(list['resources']) ? list['resources'] : []).find(
        (candidate) => isJsonObject(candidate) && candidate['kind'] === object['kind'],
      )
      if (!isJsonObject(resource)) return undefined
      const { name = '', namespace = options.namespace } = readMetadata(object)
      const scope = resource['namespaced'] === true ? `/namespaces/${encodeURIComponent(namespace)}` : ''
      return `${root}${scope}/${textAt(resource, 'name')}/${encodeURIComponent(name)}`
    },
    apply: async (path, object) => {
      const query = `fieldManager=${encodeURIComponent(options.manager)}&force=true`
      return refusalOf(await send('PATCH', `${path}?${query}`, object))
    },
    remove: async (path) => {
      const response = await send('DELETE', path)
      // Somebody else deleted it first.
      return response.status === 404 ? undefined : refusalOf(response)
    },
  }
}
