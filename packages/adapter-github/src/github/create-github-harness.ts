import type {
  ArchiveSetup,
  AutoMergeSetup,
  CommitsSetup,
  EditorSetup,
  Harness,
  HarnessSetup,
  SourceSetup,
} from '@tideway/core/conformance'
import { createTestCall } from '@tideway/core/testing'
import { archiveRef } from '../git/archive-ref.ts'
import type { GitHubEmulatorOptions } from '../testing/emulator/emulator-options.ts'
import { createGitHubCheckout } from './create-github-checkout.ts'
import { provocations, provokeGitHub } from './provoke-github.ts'
import { startTestGitHub, type TestGitHub } from './start-test-github.ts'

/** Options of the emulator, and whether branches are written with Git. */
type HarnessOptions = Partial<GitHubEmulatorOptions> & { readonly git?: boolean }

/** An emulated GitHub for the suites of ProposalSink; nothing is required there before a merge, unless the options say so. */
export function createProposalHarness(name: string, options: HarnessOptions = {}): Harness<AutoMergeSetup> {
  return createHarness(name, options, (world, setup) => {
    const { repository } = world.github
    const find = async (id: string) => {
      const pull = (await repository.pulls()).find(({ number }) => String(number) === id)
      if (pull === undefined) throw new Error(`there is no pull request ${id}`)
      return pull
    }
    return {
      ...setup,
      seed: async (files) => {
        const present = Object.keys(await repository.files('main')).map((path) => [path, null])
        return repository.commitFiles('main', { ...Object.fromEntries(present), ...files }, 'Seed')
      },
      readBack: async () =>
        Promise.all(
          (await repository.pulls()).map(
            async ({ number, state, title, body, labels, mergedAt, headSha }) => ({
              id: String(number),
              state: mergedAt === null ? state : 'merged',
              title,
              // The marker is GitHub's place for the digest, so it is added to what was wanted.
              body: (body ?? '').replace(/\n<!-- tideway:env=[^>]*-->$/, ''),
              labels,
              files: await repository.files(headSha),
            }),
          ),
        ),
      edit: async (id, path, text) => {
        await repository.commitFiles((await find(id)).headRef, { [path]: text }, 'Review')
      },
      merge: (id) => repository.mergePull(Number(id)),
      decline: (id) => repository.closePull(Number(id)),
      passChecks: async (id) => {
        await repository.setStatus(Number(id), 'ci', 'success')
      },
      switchOff: (id) => repository.setAutoMerge(Number(id), undefined),
    }
  })
}

// Enough entries beside the units for a listing to be cut where the emulator is told to.
const ballast = Object.fromEntries(
  Array.from({ length: 140 }, (_, index) => [`ballast/${index % 7}/${index}`, '']),
)

/** An emulated GitHub for the suites of Source, Commits and SourceEditor: plain files, read through the API. */
export function createSourceHarness(
  name: string,
  options: Partial<GitHubEmulatorOptions> = {},
): Harness<SourceSetup & CommitsSetup & EditorSetup> {
  const harness = createHarness<SourceSetup & CommitsSetup & EditorSetup>(
    name,
    options,
    async (world, setup) => {
      const { repository, url: baseUrl } = world.github
      const connect = () =>
        createGitHubCheckout({
          repository: 'o/r',
          environment: 'prod',
          token: 'write-token',
          baseUrl,
          throttle: false,
          render: [{ kind: 'files', path: 'app' }],
        }).connect(setup.call)
      // An endpoint reads one commit for its whole life: what is put there is read by a new one.
      const put = async (files: Readonly<Record<string, string | Uint8Array | null>>, subject = 'Seed') => {
        const id = await repository.commitFiles('main', files, subject)
        endpoint = await connect()
        return id
      }
      let endpoint = await connect()
      await put({ 'app/a.yaml': null, 'app/README.md': '', ...ballast })
      return {
        ...setup,
        get endpoint() {
          return endpoint
        },
        seed: async (units) => {
          await put(pathsOf(units))
        },
        provoke: async (what, unit = '') => {
          if (what !== 'unreadable') return setup.provoke(what, unit)
          await put({ [`app/${unit}.yaml`]: Uint8Array.of(0xff) })
        },
        commit: (units, subject) => put(pathsOf(units), subject),
        render: async (edits) => {
          await put(Object.fromEntries(edits.map((file) => [file.path, 'text' in file ? file.text : null])))
          const units = Object.entries(await repository.files('main')).filter(([path]) =>
            path.endsWith('.yaml'),
          )
          return Object.fromEntries(
            units.map(([path, text]) => [path.slice('app/'.length, -'.yaml'.length), text]),
          )
        },
      }
    },
  )
  return {
    ...harness,
    provokes: harness.provokes.filter((what) => what !== 'lost-answer'),
    lacks: ['commits.caveats', 'commits.changesOf'],
    silent: ['commits.head'],
  }
}

function pathsOf(
  units: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(units).map(([unit, text]) => [`app/${unit}.yaml`, text ?? null]))
}

/** An emulated GitHub for the suite of Archive. */
export function createArchiveHarness(
  name: string,
  options: Partial<GitHubEmulatorOptions> = {},
): Harness<ArchiveSetup> {
  const harness = createHarness<ArchiveSetup>(name, options, (world, setup) => ({
    ...setup,
    readBack: async () => {
      const { repository } = world.github
      const commit = await repository.resolve(archiveRef('prod'))
      return commit === undefined ? undefined : repository.files(commit)
    },
  }))
  return { ...harness, lacks: ['archive.history'] }
}

function createHarness<Setup extends HarnessSetup>(
  name: string,
  { git = false, ...options }: HarnessOptions,
  complete: (world: TestGitHub, setup: HarnessSetup) => Setup | Promise<Setup>,
): Harness<Setup> {
  return {
    name,
    provokes: provocations,
    secrets: ['write-token'],
    setup: async () => {
      const world = await startTestGitHub(options)
      const refUpdate = git ? /\/git-receive-pack$/ : options.graphql === false ? /\/git\/refs/ : /\/graphql$/
      return complete(world, {
        endpoint: await world.connect(git ? { git: await world.clone() } : {}),
        call: createTestCall(),
        requests: () => world.github.emulator.requests.length,
        provoke: (what, nth) => provokeGitHub(world, what, refUpdate, Number(nth)),
        close: () => world.github.close(),
      })
    },
  }
}
