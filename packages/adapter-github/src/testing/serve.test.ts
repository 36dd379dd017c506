import { expect, test } from 'vitest'
import { serve } from './serve.ts'

test('hands requests on and answers with bodies, headers and statuses', async () => {
  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url)
    return new Response(`${request.method} ${pathname} ${await request.text()}`, {
      status: 201,
      headers: { 'x-a': 'b' },
    })
  })
  const response = await fetch(`${server.url}/path`, { method: 'PUT', body: 'body' })
  expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([
    201,
    'b',
    'PUT /path body',
  ])
  await server.close()
  await expect(fetch(server.url)).rejects.toThrow()
})

test('cuts the connection for an error response and for a handler that throws', async () => {
  for (const handle of [async () => Response.error(), () => Promise.reject(new Error('no'))]) {
    const server = await serve(handle)
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
    await server.close()
  }
})
