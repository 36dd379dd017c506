import type { Build, Builder, BuildResult } from './build.ts'
import { type ProgramPlaces, runBuild } from './run-build.ts'

// Enough for the attempts of one edit; the proof of each renders every environment again.
const remembered = 256

/** Makes a builder that runs the program once for the same command and files. */
export function createBuilder(places: ProgramPlaces): Builder {
  const results = new Map<string, BuildResult>()
  return async (build, call) => {
    const key = call.sha256(describe(build))
    const known = results.get(key)
    if (known !== undefined) return known
    const result = await runBuild(build, places, call)
    const [oldest] = results.keys()
    if (oldest !== undefined && results.size >= remembered) results.delete(oldest)
    results.set(key, result)
    return result
  }
}

function describe({ command, folder, files }: Build): string {
  const bytes = [...files].map(([path, content]) => [path, Buffer.from(content).toString('latin1')])
  return JSON.stringify([command, folder, bytes.sort()])
}
