import { AdapterError, type AdapterErrorKind, type Call } from '@tideway/core'
import { z } from 'zod'

/** Where etcd is, and what of it is ours. */
export interface EtcdOptions {
  /** The address of the JSON gateway, for instance `http://127.0.0.1:2379`. */
  readonly url: string
  /** All keys begin with it; no two environments share one. */
  readonly prefix: string
  /** What `/v3/auth/authenticate` gave; default: etcd without authentication. */
  readonly token?: string | undefined
  /** Keys in one page of a listing. Default: 50. */
  readonly pageSize?: number | undefined
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
}

const base64 = z.string().transform((text) => Buffer.from(text, 'base64').toString('utf8'))
const header = z.object({ revision: z.string() })
/** A key with its value, and etcd's counters as they are: decimal texts. */
export interface Entry {
  readonly key: string
  readonly value: string
  readonly mod_revision: string
  readonly version: string
}

const value = base64.default('')
const entry = z.object({ key: base64, value, mod_revision: z.string(), version: z.string() })
const range = z.object({ header, kvs: z.array(entry).default([]), more: z.boolean().default(false) })
const transaction = z.object({ header, succeeded: z.boolean().default(false) })

// As the gateway turns the codes of gRPC into those of HTTP.
const kinds: Readonly<Record<number, AdapterErrorKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate-limited',
}
const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64')

/** What the adapter asks of etcd. Its requests throw an `AdapterError`. */
export interface EtcdClient {
  readonly name: string
  error(kind: AdapterErrorKind, message: string): AdapterError
  /** Reads an entry's value as JSON; throws where it has another form. */
  parse<Form>(entry: Entry, form: z.ZodType<Form>): Form
  /** The entry at a revision, by default now; undefined where there is none then. */
  get(key: string, call: Call, revision?: string): Promise<Entry | undefined>
  /** All entries below a folder, page by page, as of one revision. */
  list(folder: string, call: Call): AsyncIterable<Entry>
  /**
   * Puts or, with undefined, deletes where the key still is at `expected` (`0`: absent). Answers the new revision, or
   * undefined where it is not.
   */
  replace(key: string, expected: string, value: string | undefined, call: Call): Promise<string | undefined>
}

/** Creates a client; nothing is connected before the first request. */
export function createEtcdClient(options: EtcdOptions): EtcdClient {
  const { url, prefix, token, pageSize = 50, fetch: send = fetch } = options
  const name = `etcd:${prefix}`
  const next = 'check the address, the credential and what the key holds'
  const error = (kind: AdapterErrorKind, message: string) =>
    new AdapterError({ kind, endpoint: name, message, next })

  async function post<Form>(path: string, body: unknown, form: z.ZodType<Form>, call: Call): Promise<Form> {
    const authorization = token === undefined ? {} : { Authorization: token }
    const headers = { 'Content-Type': 'application/json', ...authorization }
    const request = { method: 'POST', headers, body: JSON.stringify(body), signal: call.signal }
    const [status, text] = await send(`${url}/v3/kv/${path}`, request)
      .then(async (response) => [response.status, await response.text()] as const)
      .catch(() => {
        if (call.signal.aborted) throw error('aborted', 'the call was cancelled')
        throw error('unavailable', `${path} had no answer`)
      })
    // A revision that is compacted, or not there yet.
    if (text.includes('required revision')) throw error('not-found', 'there is no such revision')
    if (status !== 200) throw error(kinds[status] ?? 'unavailable', `${path} had status ${status}`)
    return parseAs(text, form, `the answer to ${path}`)
  }

  function parseAs<Form>(text: string, form: z.ZodType<Form>, what: string): Form {
    try {
      return form.parse(JSON.parse(text))
    } catch {
      throw error('invalid-response', `${what} has an unexpected form`)
    }
  }

  return {
    name,
    error,
    parse: ({ key, value }, form) => parseAs(value, form, key),
    async get(key, call, revision) {
      return (await post('range', { key: encode(prefix + key), revision }, range, call)).kvs[0]
    },
    async *list(folder, call) {
      const all = prefix + folder
      // The first text after all that begin with the folder: its `/` becomes `0`.
      const query = { range_end: encode(`${all.slice(0, -1)}0`), limit: pageSize }
      let page = await post('range', { ...query, key: encode(all) }, range, call)
      const { revision } = page.header
      for (;;) {
        yield* page.kvs
        const last = page.kvs.at(-1)
        if (!page.more || last === undefined) return
        page = await post('range', { ...query, key: encode(`${last.key}\0`), revision }, range, call)
      }
    },
    async replace(path, expected, value, call) {
      if (call.readOnly) throw error('forbidden', 'nothing is written, since the run may only read')
      const key = encode(prefix + path)
      const compare = [{ key, target: 'MOD', result: 'EQUAL', mod_revision: expected }]
      const put = value === undefined ? undefined : { key, value: encode(value) }
      const success = [put === undefined ? { requestDeleteRange: { key } } : { requestPut: put }]
      const done = await post('txn', { compare, success }, transaction, call)
      return done.succeeded ? done.header.revision : undefined
    },
  }
}
