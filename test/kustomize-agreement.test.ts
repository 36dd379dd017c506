import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JsonObject, normalize, parseUnit } from '@tideway/core'
import { describe, expect, it } from 'vitest'
import { findBinary } from './find-binary.ts'

const kubectl = findBinary('kubectl')

function build(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tideway-kustomize-'))
  try {
    writeFileSync(join(folder, 'unit.yaml'), text)
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [unit.yaml]\n')
    const { status, stdout, stderr } = spawnSync(kubectl ?? '', ['kustomize', folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(text: string): Readonly<Record<string, JsonObject>> {
  const unit = parseUnit(text)
  if (unit.kind === 'invalid') throw unit.error
  // kustomize sorts, and leaves out what is null: the normal form is what has to be alike.
  return Object.fromEntries(unit.resources.map(({ key, value }) => [key, normalize(value).resource]))
}

const scalars = `true TRUE False ~ null 0644 0o14 0x1F 0b101 1_000 1e3 .5 12:30:45 9007199254740993
18446744073709551615 1.0 "0644" 'yes' "1e3" "null" -0 +1 a:b http://a`.split(/\s+/)
const manifests = readFileSync(new URL('envtest/untouched-manifests.yaml', import.meta.url), 'utf8')
const thing = `# kept apart from what is read
apiVersion: shop.example/v1
kind: Thing
metadata: { name: a, labels: { mode: "yes" } }
spec:
${scalars.map((text, index) => `  k${index}: ${text}\n`).join('')}  list: [${scalars.filter((text) => !text.includes(':')).join(', ')}]
  literal: |
    a: b
      # c

    d
  folded: >-
    a
    b

    c
  escaped: "a\\tb\\u00e9"
  empty: { map: {}, list: [], text: "" }
  base: &base { a: 1, b: [x] }
  alias: *base
---
---
# an empty document is before this one
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: listed }
    data: { set: "no", mode: "0644" }
`

describe.skipIf(kubectl === undefined)('what kubectl kustomize writes', () => {
  it.each([
    ['of scalars of every kind', thing],
    ['of many kinds', manifests.replace('{ on: "yes"', '{ set: "yes"')],
  ])('is read as what it read: %s', (_, text) => {
    const built = read(build(text))
    expect(Object.keys(built).length).toBeGreaterThan(1)
    expect(built).toEqual(read(text))
  })

  it('differs where kustomize rewrites: the other booleans of YAML 1.1 become texts, and dates times', () => {
    const text = `apiVersion: shop.example/v1
kind: Thing
metadata: { name: a }
spec: { a: y, b: on, c: No, day: 2001-01-23, on: 1 }
`
    expect(read(build(text))).toMatchObject({
      'Thing.shop.example//a': { spec: { a: 'y', b: 'on', c: 'No', day: '2001-01-23T00:00:00Z', on: 1 } },
    })
    // As kubectl apply sends it.
    expect(read(text)).toMatchObject({
      'Thing.shop.example//a': { spec: { a: true, b: true, c: false, day: '2001-01-23', true: 1 } },
    })
  })
})

describe.runIf(kubectl === undefined)('what kubectl kustomize writes', () => {
  it('cannot be compared: there is no kubectl (npm run tools)', ({ skip }) => skip())
})
