import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestEmulator, type TestEmulator } from '../../start-test-emulator.ts'

const pageShape = z.array(z.object({ Unit: z.object({ Slug: z.string() }) }))

interface Listing {
  readonly slugs: readonly string[]
  readonly sizes: readonly number[]
}

async function readAll(test: TestEmulator, query: string, between?: () => void): Promise<Listing> {
  const slugs: string[] = []
  const sizes: number[] = []
  let next: string | null = ''
  while (next !== null) {
    const more: string = next ? `&continue=${encodeURIComponent(next)}` : ''
    const response = await test.call(`/space/${test.space}/unit?${query}${more}`)
    expect(response.status).toBe(200)
    const page = pageShape.parse(await response.json())
    slugs.push(...page.map(({ Unit }) => Unit.Slug))
    sizes.push(page.length)
    next = response.headers.get('ConfigHub-Continue')
    between?.()
  }
  return { slugs, sizes }
}

function fill({ emulator }: TestEmulator): string[] {
  const slugs = Array.from({ length: 25 }, (_, index) => `unit-${String(index).padStart(2, '0')}`)
  for (const slug of slugs) emulator.addUnit({ space: 'prod', slug })
  return slugs
}

describe('paging', () => {
  it('reads everything at once without a limit, and by pages with one', async () => {
    const test = await startTestEmulator()
    const slugs = fill(test)
    expect((await readAll(test, '')).sizes).toEqual([25])
    const { slugs: paged, sizes } = await readAll(test, 'limit=10')
    expect(sizes).toEqual([10, 10, 5])
    expect(paged.toSorted()).toEqual(slugs)
    expect((await readAll(test, 'limit=10&order_by=Slug')).slugs).toEqual(slugs)
    expect((await readAll(test, 'limit=10&order_by=Slug desc')).slugs).toEqual(slugs.toReversed())
  })

  it('pages without a limit where the server does', async () => {
    const test = await startTestEmulator({ defaultPageSize: 20 })
    fill(test)
    expect((await readAll(test, '')).sizes).toEqual([20, 5])
  })

  it('ends only where no token comes, behind short and empty pages', async () => {
    const test = await startTestEmulator({ shortPages: true })
    const slugs = fill(test)
    const { slugs: paged, sizes } = await readAll(test, 'limit=20&order_by=Slug')
    expect(paged).toEqual(slugs)
    expect(sizes).toEqual([10, 0, 10, 0, 5, 0])
  })

  it('repeats and loses nothing of what stays while units come and go', async () => {
    const test = await startTestEmulator()
    const slugs = fill(test)
    let round = 0
    const { slugs: paged } = await readAll(test, 'limit=5&order_by=Slug', () => {
      const behind = slugs[round * 5 + 4]
      if (behind) test.emulator.as('sre@acme.example').deleteUnit('prod', behind)
      test.emulator.addUnit({ space: 'prod', slug: `a-${round}` })
      round += 1
    })
    expect(paged).toEqual(slugs)
  })

  it('takes a token only for its own list', async () => {
    const test = await startTestEmulator()
    fill(test)
    const path = `/space/${test.space}/unit`
    const token = (await test.call(`${path}?limit=5`)).headers.get('ConfigHub-Continue') ?? ''
    expect((await test.call(`${path}?limit=5&continue=${token}`)).status).toBe(200)
    expect((await test.call(`${path}?limit=6&continue=${token}`)).status).toBe(400)
    expect((await test.call(`${path}?limit=5&continue=nonsense`)).status).toBe(400)
  })

  it('refuses or clamps a limit above 1000, and refuses nonsense', async () => {
    const strict = await startTestEmulator()
    for (const limit of ['1001', '0', '-1', 'ten', '1.5']) {
      expect((await strict.call(`/space?limit=${limit}`)).status).toBe(400)
    }
    const lenient = await startTestEmulator({ oversizedLimit: 'clamp' })
    expect((await lenient.call('/space?limit=1001')).status).toBe(200)
  })
})
