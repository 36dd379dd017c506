import type { Content, OpenApiDocument } from './open-api-document.ts'

/** A request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string
  /** As the document writes it, without `/api`. */
  readonly path: string
  readonly query: URLSearchParams
  readonly request: Message
  readonly status: number
  readonly response: Message
}

/** What a message carries. */
export interface Message {
  /** The media type, without parameters; empty where there is none. */
  readonly type: string
  readonly body: string
}

/** What was checked, and what does not fit. */
export interface ExchangeCheck {
  /** As `GET /space/{space_id}/unit`. */
  readonly operation: string
  readonly violations: readonly string[]
}

/** Checks an exchange against the description of its operation. `tolerated` names parameters that a document may lack. */
export function checkExchange(
  document: OpenApiDocument,
  exchange: Exchange,
  tolerated: readonly string[] = [],
): ExchangeCheck {
  const { method, path, query, request, status, response } = exchange
  const found = document.find(method, path)
  if (found === undefined) {
    return { operation: `${method} ${path}`, violations: [`${method} ${path} is not described`] }
  }
  const { template, operation } = found
  const name = `${method} ${template}`
  const described = new Map(
    operation.parameters.filter((parameter) => parameter.in === 'query').map((each) => [each.name, each]),
  )
  const parameters = [...query].flatMap(([key, value]) => {
    const parameter = described.get(key)
    if (parameter === undefined)
      return tolerated.includes(key) ? [] : [`the parameter ${key} is not described`]
    const misfit = document.findMisfit(parameter.schema, readParameter(value, parameter.schema))
    return misfit === undefined ? [] : [`the parameter ${key} does not fit (${misfit})`]
  })
  const missing = [...described.values()]
    .filter((parameter) => parameter.required === true && !query.has(parameter.name))
    .map((parameter) => `the parameter ${parameter.name} is missing`)
  const sent = checkMessage(document, operation.requestBody?.content, request, 'the request')
  // Who selects fields gets no others, required ones either.
  const extent = query.has('select') ? 'partial' : 'whole'
  const answer = operation.responses[`${status}`] ?? operation.responses['default']
  const answered =
    answer === undefined
      ? [`the status ${status} is not described`]
      : checkMessage(document, answer.content, response, `the answer ${status}`, extent)
  return {
    operation: name,
    violations: [...parameters, ...missing, ...sent, ...answered].map((why) => `${name}: ${why}`),
  }
}

function checkMessage(
  document: OpenApiDocument,
  content: Content | undefined,
  { type, body }: Message,
  what: string,
  extent: 'whole' | 'partial' = 'whole',
): readonly string[] {
  if (content === undefined) return body === '' ? [] : [`${what} has a body, and none is described`]
  const described = content[type]
  if (described === undefined) {
    return type === '' && body === ''
      ? []
      : [`${what} is ${type || 'of no type'}, not ${Object.keys(content).join(' or ')}`]
  }
  const value: unknown = type.endsWith('json') ? JSON.parse(body) : body
  const misfit = document.findMisfit(described.schema, value, extent)
  return misfit === undefined ? [] : [`${what} does not fit (${misfit})`]
}

/** A parameter is text on the wire, and what its schema says otherwise. */
function readParameter(text: string, schema: unknown): unknown {
  const type = typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : 'string'
  return type === 'string' ? text : JSON.parse(text)
}
