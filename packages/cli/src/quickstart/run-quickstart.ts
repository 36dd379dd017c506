import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TidewayError } from '@tideway/core'
import type { TextStream } from '../command/command-io.ts'
import { playStory } from './play-story.ts'
import { type RunTideway, setStage } from './stage.ts'
import { startEmulatedCluster } from './start-emulated-cluster.ts'

/** Where the story is played. */
export interface QuickstartOptions {
  /** A folder to keep everything in afterwards; it must not exist yet. Default: a temporary one, removed at the end. */
  readonly keep?: string | undefined
  readonly output: TextStream
  /** The command itself, as it is run from a shell. */
  readonly runTideway: RunTideway
}

/**
 * Plays the story of the message wall against emulators on the loopback address, with a real clone and the real
 * command, and checks every step. Answers whether all of it held.
 */
export async function runQuickstart({ keep, output, runTideway }: QuickstartOptions): Promise<boolean> {
  if (keep !== undefined && existsSync(keep)) {
    throw new TidewayError({
      code: 'TIDEWAY_USAGE',
      message: `the folder ${keep} is there already`,
      next: 'name one that is not',
    })
  }
  const directory = keep === undefined ? mkdtempSync(join(tmpdir(), 'tideway-quickstart-')) : resolve(keep)
  output.write('The story of the message wall, against emulators of ConfigHub, GitHub and Kubernetes.\n')
  const cluster = await startEmulatedCluster()
  const stage = await setStage({ directory, example: findExample(), runTideway, cluster })
  try {
    for (const { program, kind } of stage.missing) {
      output.write(`No ${program} on the PATH: what it renders (${kind}) is left out.\n`)
    }
    const { passed, failed } = await playStory(stage, output)
    output.write(`\n${passed} claims held, ${failed} did not.\n`)
    if (keep !== undefined) {
      await stage.leave()
      output.write(describeKept(directory))
    }
    return failed === 0
  } finally {
    await stage.close()
    if (keep === undefined) rmSync(directory, { recursive: true, force: true })
  }
}

function describeKept(directory: string): string {
  const replay = `tideway policy replay --config ${join(directory, 'messagewall/tideway.yaml')} --policy strict`
  return `Everything is kept in ${directory}. What would another policy have decided?
  npx --no-install tideway emulate confighub --data ${join(directory, 'confighub')} -- \\
    npx --no-install ${replay}
`
}

// In the package the example lies beside the bundle; in the repository it is the example itself.
function findExample(): string {
  const places = ['./example', '../../../../examples/messagewall'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  const found = places.find((place) => existsSync(join(place, 'tideway.yaml')))
  if (found === undefined) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: 'the files of the example are not in this installation',
      next: 'install the package afresh, or run `npm run build` in a checkout',
    })
  }
  return found
}
