import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startTestEmulator } from '../../../start-test-emulator.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('configuration of a unit', () => {
  it('comes as its bytes, with the hash as entity tag, and as 304 where it is known', async () => {
    const { call, emulator, space } = await startTestEmulator()
    const text = '\uFEFFname: "é"\r\n'
    const path = `/space/${space}/unit/${emulator.addUnit({ space: 'prod', slug: 'web', text })}/data`
    const read = await call(path)
    expect(new Uint8Array(await read.arrayBuffer())).toEqual(new Uint8Array(Buffer.from(text)))
    expect(read.headers.get('etag')).toBe(`"${sha256(text)}"`)
    expect(read.headers.get('content-type')).toBe('application/octet-stream')
    const known = await call(path, { headers: { 'if-none-match': `W/"${sha256(text)}"` } })
    expect([known.status, await known.text()]).toEqual([304, ''])
    const changed = await call(path, { headers: { 'if-none-match': `"${sha256('other')}"` } })
    expect(changed.status).toBe(200)
  })

  it('is written on condition of its hash, and a change is a revision', async () => {
    const { put, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n', description: 'first' })
    const lost = await put(unit, 'a: 9\n', sha256('something else'))
    expect([lost.status, await lost.json()]).toEqual([
      409,
      { Code: '409', Message: 'Unit data conflict. Data has changed since last read.' },
    ])
    const won = await put(unit, 'a: 2\n', sha256('a: 1\n'), 'second')
    expect(await won.json()).toMatchObject({
      Unit: { HeadRevisionNum: 3, DataHash: sha256('a: 2\n'), LastChangeDescription: 'second' },
      Conflicts: [],
    })
    expect(emulator.read('prod', 'web')?.revisions.at(-1)).toMatchObject({
      RevisionNum: 3,
      Description: 'second',
      Source: 'Update',
      UserID: emulator.as('sre@acme.example').userId,
      UserAgent: 'node',
      DataHash: sha256('a: 2\n'),
      DataSize: 5,
      text: 'a: 2\n',
    })
  })

  it('makes no revision of the same bytes, and one of no bytes', async () => {
    const { put, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    await put(unit, 'a: 1\n')
    expect(emulator.read('prod', 'web')?.revisions).toHaveLength(2)
    const emptied = await put(unit, '', sha256('a: 1\n'))
    expect(await emptied.json()).toMatchObject({
      Unit: { HeadRevisionNum: 3, DataHash: sha256(''), DataSize: 0 },
    })
  })

  it('lands on revision 1 where units begin without one', async () => {
    const { put, emulator } = await startTestEmulator({ emptyStartRevision: false })
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    expect(emulator.read('prod', 'web')?.revisions).toEqual([])
    await put(unit, 'a: 1\n', sha256(''))
    expect(emulator.read('prod', 'web')?.revisions).toMatchObject([{ RevisionNum: 1, text: 'a: 1\n' }])
  })

  it('is not stored by a dry run', async () => {
    const { call, emulator, space } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
    const before = emulator.read('prod', 'web')
    const tried = await call(`/space/${space}/unit/${unit}/data?dry_run=true`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'a: 2\n',
    })
    expect(await tried.json()).toMatchObject({ Unit: { DataHash: sha256('a: 2\n') } })
    expect(emulator.read('prod', 'web')).toEqual(before)
  })

  it('is refused as JSON, as no UTF-8, and in a change set that the unit is not in', async () => {
    const { call, emulator, space } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web' })
    const put = async (type: string, body: string | Uint8Array<ArrayBuffer>, query = '') => {
      const init = { method: 'PUT', headers: { 'content-type': type }, body }
      return (await call(`/space/${space}/unit/${unit}/data${query}`, init)).status
    }
    expect(await put('application/json', '"a: 1"')).toBe(400)
    expect(await put('application/octet-stream', new Uint8Array([0xff, 0xfe]))).toBe(422)
    const changeSet = '?change_set_id=7c1f2e8a-0b5d-4c3e-9f6a-1d2b3c4d5e6f'
    expect(await put('application/octet-stream', 'a: 1', changeSet)).toBe(409)
    expect(emulator.read('prod', 'web')?.text).toBe('')
  })

  it('compares weak tags, and tags that are not quoted, as the options say', async () => {
    for (const [acceptWeakIfMatch, expected] of [
      [true, 200],
      [false, 409],
    ] as const) {
      const { call, emulator, space } = await startTestEmulator({ weakETags: true, acceptWeakIfMatch })
      const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'a: 1\n' })
      const path = `/space/${space}/unit/${unit}/data`
      const tag = (await call(path)).headers.get('etag') ?? ''
      expect(tag).toBe(`W/"${sha256('a: 1\n')}"`)
      const status = async (condition: string, body: string) => {
        const headers = { 'content-type': 'application/octet-stream', 'if-match': condition }
        return (await call(path, { method: 'PUT', headers, body })).status
      }
      expect(await status(sha256('a: 1\n'), 'a: 2\n')).toBe(409)
      expect(await status(tag, 'a: 2\n')).toBe(expected)
    }
  })

  it('has exactly one winner per hash among a hundred parallel writers', async () => {
    const { put, emulator } = await startTestEmulator()
    const unit = emulator.addUnit({ space: 'prod', slug: 'web', text: 'round: 0\n' })
    let head = 'round: 0\n'
    for (let round = 1; round <= 3; round += 1) {
      const texts = Array.from({ length: 100 }, (_, writer) => `round: ${round}\nwriter: ${writer}\n`)
      const answers = await Promise.all(texts.map((text) => put(unit, text, sha256(head))))
      const winners = texts.filter((_, writer) => answers[writer]?.status === 200)
      expect(winners).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(99)
      head = emulator.read('prod', 'web')?.text ?? ''
      expect(winners).toEqual([head])
    }
    expect(emulator.read('prod', 'web')?.revisions).toHaveLength(5)
  })
})
