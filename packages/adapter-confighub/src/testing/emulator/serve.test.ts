import { expect, it } from 'vitest'
import { serve } from './serve.ts'

it('passes method, path, headers and bytes on, and back', async () => {
  const served = await serve(async (request) => {
    const body = new Uint8Array(await request.arrayBuffer())
    const { pathname, search } = new URL(request.url)
    const headers = { 'x-seen': `${request.method} ${pathname}${search} ${request.headers.get('x-sent')}` }
    return new Response(body.toReversed(), { status: 202, headers })
  })
  expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const init = { method: 'PUT', headers: { 'x-sent': 'yes' }, body: new Uint8Array([0, 255, 10]) }
  const response = await fetch(`${served.url}/a%20b?c=d`, init)
  expect(response.status).toBe(202)
  expect(response.headers.get('x-seen')).toBe('PUT /a%20b?c=d yes')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([10, 255, 0]))
  await served.close()
  await expect(fetch(served.url)).rejects.toThrow('fetch failed')
})

it('closes although a request is under way', async () => {
  const served = await serve(() => new Promise(() => {}))
  const request = expect(fetch(served.url)).rejects.toThrow('fetch failed')
  await new Promise((resolve) => setTimeout(resolve, 20))
  await served.close()
  await request
})

it('rejects where the port is taken', async () => {
  const served = await serve(async () => new Response('here'))
  const port = Number(new URL(served.url).port)
  await expect(serve(async () => new Response(), { port })).rejects.toThrow('EADDRINUSE')
  await served.close()
})
