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

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64')
const decode = (text: string) => Buffer.from(text, 'base64').toString('utf8')
// What is empty is left out of an answer.
const base64 = z.string().default('').transform(decode)
const header = z.object({ revision: z.string() }).default({ revision: '0' })
/** A key with its value, and etcd's counters as they are: decimal texts. */
export interface Entry {
  readonly key: string
  readonly value: string
  readonly mod_revision: string
  readonly version: string
}

const entry = z.object({ key: base64, value: base64, mod_revision: z.string(), version: z.string() })
const range = z.object({ header, kvs: z.array(entry).default([]), more: z.boolean().default(false) })
const transaction = z.object({ header, succeeded: z.boolean().default(false) })

// As the gateway turns the codes of gRPC into those of HTTP.
const kinds: Readonly<Record<number, AdapterErrorKind>> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  429: 'rate-limited',
}

/** What the adapter asks of etcd. Its requests throw an `AdapterError`. */
export interface EtcdClient {
  readonly name: string
  error(kind: AdapterErrorKind, message: string): AdapterError
  /** Reads an entry's value as JSON; throws where it has another form. */
  parse<Form>(entry: Entry, form: z.ZodType<Form>): Form
  /** The entry at a revision, by default now; undefined where there was none then, or etcd has forgotten it. */
  get(key: string, call: Call, revision?: string): Promise<Entry | undefined>
  /** All entries below a folder, page by page, as of one revision. */
  list(folder: string, call: Call): AsyncIterable<Entry>
  /**
   * Puts as JSON, with the time, or deletes where it is undefined, if the key still is at `expected` (`0`: absent).
   * Answers the new revision, or undefined where the key is at another.
   */
  replace(key: string, expected: string, value: object | undefined, call: Call): Promise<string | undefined>
}

/** Creates a client; nothing is connected before the first request. */
export function createEtcdClient(options: EtcdOptions): EtcdClient {
  const { url, prefix, token, pageSize = 50, fetch: send = fetch } = options
  const name = `etcd:${prefix}`
  const next = 'check the address, the credential and what the key holds'
  const error = (kind: AdapterErrorKind, message: string) =>
    new AdapterError({ kind, endpoint: name, message, next })

  async function post<Form>(path: string, body: unknown, form: z.ZodType<Form>, call: Call): Promise<Form> {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: token }) }
    const request = { method: 'POST', headers, body: JSON.stringify(body), signal: call.signal }
    const [status, text] = await send(`${url}/v3/kv/${path}`, request)
      .then(async (response) => [response.status, await response.text()] as const)
      .catch(() => {
        if (call.signal.aborted) throw error('aborted', 'the call was cancelled')
        throw error('unavailable', `${path} had no answer`)
      })
    // A revision that is compacted, or not there yet, holds nothing.
    if (text.includes('required revision')) return form.parse({})
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
    get: async (key, call, revision) =>
      (await post('range', { key: encode(prefix + key), revision }, range, call)).kvs[0],
    async *list(folder, call) {
      const all = prefix + folder
      // The first text after all that begin with the folder: its `/` becomes `0`.
      const query = { range_end: encode(`${all.slice(0, -1)}0`), limit: pageSize }
      let page = await post('range', { ...query, key: encode(all) }, range, call)
      const { revision } = page.header
      yield* page.kvs
      while (page.more) {
        const key = encode(`${page.kvs.at(-1)?.key}\0`)
        page = await post('range', { ...query, key, revision }, range, call)
        yield* page.kvs
      }
    },
    async replace(path, expected, value, call) {
      if (call.readOnly) throw error('forbidden', 'nothing is written, since the run may only read')
      const key = encode(prefix + path)
      const compare = [{ key, target: 'MOD', result: 'EQUAL', mod_revision: expected }]
      const stored = JSON.stringify({ ...value, at: new Date(call.now()).toISOString() })
      const put = { requestPut: { key, value: encode(stored) } }
      const success = [value === undefined ? { requestDeleteRange: { key } } : put]
      const done = await post('txn', { compare, success }, transaction, call)
      return done.succeeded ? done.header.revision : undefined
    },
  }
}
