import { describe, expect, it } from 'vitest'
import { checkExchange, type Exchange } from './check-exchange.ts'
import { readOpenApiDocument } from './open-api-document.ts'

const jsonOf = (schema: object) => ({ 'application/json': { schema } })
const document = readOpenApiDocument({
  openapi: '3.0.3',
  paths: {
    '/space/{space_id}/unit': {
      post: {
        parameters: [
          { name: 'space_id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'allow_exists', in: 'query', schema: { type: 'boolean' } },
          { name: 'select', in: 'query', schema: { type: 'string' } },
          { name: 'reason', in: 'query', required: true, schema: { type: 'string' } },
        ],
        requestBody: { content: jsonOf({ $ref: '#/components/schemas/Unit' }) },
        responses: {
          200: { content: jsonOf({ $ref: '#/components/schemas/Unit' }) },
          204: {},
          default: {
            content: jsonOf({ type: 'object', required: ['Code'], properties: { Code: { type: 'string' } } }),
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Unit: {
        type: 'object',
        required: ['Slug'],
        properties: {
          Slug: { type: 'string', maxLength: 8 },
          UnitID: { type: 'string', format: 'uuid' },
          TerminatedAt: { type: 'string', format: 'date-time', nullable: true },
          Upstream: { $ref: '#/components/schemas/Unit' },
        },
      },
    },
  },
})

function check(changes: Partial<Exchange> = {}, query = 'reason=why') {
  const unit = JSON.stringify({ Slug: 'web', TerminatedAt: null, Extra: 1 })
  const exchange = {
    method: 'POST',
    path: '/space/55ec/unit',
    query: new URLSearchParams(query),
    request: { type: 'application/json', body: unit },
    status: 200,
    response: { type: 'application/json', body: unit },
    ...changes,
  }
  return checkExchange(document, exchange, ['limit']).violations.join('\n')
}

const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) })

describe('checkExchange', () => {
  it('finds nothing in an exchange that is as described', () => {
    expect(check()).toBe('')
    expect(check({}, 'reason=why&allow_exists=true&limit=10')).toBe('')
    expect(check({ status: 204, response: { type: '', body: '' } })).toBe('')
    expect(check({ status: 409, response: json({ Code: '409' }) })).toBe('')
  })

  it('wants no field that was not selected', () => {
    const answer = { response: json({ UnitID: '11111111-2222-4333-8444-555555555555' }) }
    expect(check(answer, 'reason=why&select=UnitID')).toBe('')
    expect(check(answer)).toContain('(Slug:')
  })

  it.each<[string, Partial<Exchange>, string, string]>([
    ['an unknown route', { path: '/nowhere' }, 'reason=why', 'POST /nowhere is not described'],
    ['an unknown method', { method: 'PUT' }, 'reason=why', 'PUT /space/55ec/unit is not described'],
    ['an unknown parameter', {}, 'reason=why&dry_run=true', 'the parameter dry_run is not described'],
    [
      'a parameter of another type',
      {},
      'reason=why&allow_exists=1',
      'the parameter allow_exists does not fit',
    ],
    ['a missing parameter', {}, '', 'the parameter reason is missing'],
    [
      'another media type',
      { request: { type: 'text/plain', body: 'x' } },
      'reason=why',
      'the request is text/plain',
    ],
    ['a missing field', { request: json({}) }, 'reason=why', 'the request does not fit (Slug:'],
    ['a field that is too long', { request: json({ Slug: 'too-long-a-slug' }) }, 'reason=why', '(Slug:'],
    [
      'a field within another',
      { response: json({ Slug: 'a', Upstream: {} }) },
      'reason=why',
      '(Upstream.Slug:',
    ],
    ['a field of another form', { response: json({ Slug: 'a', UnitID: '7' }) }, 'reason=why', '(UnitID:'],
    [
      'an error of another form',
      { status: 500, response: json({}) },
      'reason=why',
      'the answer 500 does not fit (Code:',
    ],
    [
      'a body where none is',
      { status: 204, response: json({}) },
      'reason=why',
      'has a body, and none is described',
    ],
  ])('finds %s', (_, changes, query, words) => {
    expect(check(changes, query)).toContain(words)
  })
})
