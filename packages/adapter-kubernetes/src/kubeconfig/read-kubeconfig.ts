import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { TidewayError } from '@tideway/core'
import type { Environment } from '../kubernetes-options.ts'
import { hasCode } from './has-code.ts'
import type { Kubeconfig } from './kubeconfig.ts'
import { mergeKubeconfigs, parseKubeconfig } from './parse-kubeconfig.ts'

/** A kubeconfig, and where it was found, for messages. */
export interface FoundKubeconfig {
  readonly origin: string
  readonly kubeconfig: Kubeconfig
}

/**
 * Reads the kubeconfig that was named, else that of `$KUBECONFIG`, else `~/.kube/config`; undefined where nothing is
 * named and the last is not there. Throws `TIDEWAY_CONFIG_MISSING` where what was named is not there.
 */
export async function readKubeconfig(
  named: string | undefined,
  environment: Environment,
): Promise<FoundKubeconfig | undefined> {
  if (named !== undefined && isText(named)) {
    const origin = 'the kubeconfig that was passed'
    return { origin, kubeconfig: parseKubeconfig(named, origin, process.cwd()) }
  }
  if (named !== undefined) return readFiles(named, 'the option kubeconfig names')
  const variable = environment['KUBECONFIG']
  if (variable && isText(variable)) {
    // Not quoted: it holds the credential. A CI system's secret ends up here easily.
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: 'KUBECONFIG holds the text of a kubeconfig, where the path of one is expected',
      next: 'write the text to a file that only this user may read, and set KUBECONFIG to its path',
    })
  }
  if (variable) return readFiles(variable, 'KUBECONFIG names')
  const home = homeKubeconfig(environment)
  const kubeconfig = await readOne(home)
  return kubeconfig && { origin: home, kubeconfig }
}

function isText(pathOrText: string): boolean {
  return pathOrText.includes('\n') || pathOrText.trimStart().startsWith('{')
}

/** Where a kubeconfig is by default. */
export function homeKubeconfig(environment: Environment): string {
  return join(environment['HOME'] || environment['USERPROFILE'] || homedir(), '.kube', 'config')
}

// Like kubectl, one of a list may be missing.
async function readFiles(list: string, whoNames: string): Promise<FoundKubeconfig> {
  const paths = list.split(delimiter).filter((path) => path !== '')
  const origin = paths.join(' and ')
  const read = await Promise.all(paths.map(readOne))
  const configs = read.filter((config) => config !== undefined)
  if (configs.length > 0) return { origin, kubeconfig: mergeKubeconfigs(configs) }
  throw new TidewayError({
    code: 'TIDEWAY_CONFIG_MISSING',
    message: `there is no kubeconfig at ${origin}, which ${whoNames}`,
    next: 'correct the path, or leave it out to use ~/.kube/config',
  })
}

async function readOne(path: string): Promise<Kubeconfig | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `the kubeconfig ${path} cannot be read`,
      next: 'make it a file that this user may read, or point to another one',
      cause: error,
    })
  }
  return parseKubeconfig(text, path, dirname(resolve(path)))
}
