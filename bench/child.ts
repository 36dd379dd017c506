import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What one process used up, from its start to the end of its work. */
export interface Used {
  /** Processor time in milliseconds, user's and system's. */
  readonly time: number
  /** The most memory it had, in bytes. */
  readonly memory: number
  /** Of `import`: the gzipped size of the modules imported, in bytes. */
  readonly size?: number
}

const [mode = 'bare', argument = '', count = '0'] = process.argv.slice(2)

function readSide(side: string): ReadonlyMap<string, string> {
  const units = Array.from({ length: Number(count) }, (_, index) => `unit-${index}`)
  return new Map(
    units.map((unit) => [unit, readFileSync(join(argument, side, `${unit}.yaml`), 'utf8')] as const),
  )
}

// What it stands in for is not measured; every name that a module imports is there and can be called.
async function stub(names: readonly string[]): Promise<void> {
  const sources = new Map<string, string>()
  for (const name of names) {
    const exported = Object.keys(await import(name)).filter((key) => key !== 'default')
    const list = exported.map((key) => `any as ${JSON.stringify(key)}`).join(', ')
    sources.set(
      name,
      `const any = new Proxy(function () {}, { get: (_, key) => (key === Symbol.toPrimitive ? () => '' : any), apply: () => any, construct: () => any }); export { ${list} }; export default any`,
    )
  }
  registerHooks({
    resolve(specifier, context, next) {
      const source = sources.get(specifier)
      if (source === undefined) return next(specifier, context)
      return {
        url: `data:text/javascript,${encodeURIComponent(source)}`,
        shortCircuit: true,
        format: 'module',
      }
    },
  })
}

async function importCold(): Promise<Used> {
  if (argument !== 'yaml') await stub(['yaml', 'zod', 'diff', 'json-merge-patch'])
  const sources: string[] = []
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (url.startsWith('file:') && loaded.source) sources.push(String(loaded.source))
      return loaded
    },
  })
  const zero = process.cpuUsage()
  await import(argument)
  const { user, system } = process.cpuUsage(zero)
  const size = sources.reduce((sum, source) => sum + gzipSync(source).length, 0)
  return { time: (user + system) / 1000, memory: 0, size }
}

async function work(): Promise<Used | undefined> {
  if (mode === 'import') return importCold()
  if (mode === 'bare') return undefined
  const [base, left, right] = [readSide('base'), readSide('left'), readSide('right')]
  if (mode === 'read') return undefined
  const { compareThreeWay } = await import('@tideway/core')
  if (compareThreeWay({ texts: base }, { texts: left }, { texts: right }).units.length === 0)
    throw new Error('nothing differs')
  return undefined
}

const special = await work()
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const used: Used = special ?? { time: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS * 1024 }
console.log(JSON.stringify(used))
