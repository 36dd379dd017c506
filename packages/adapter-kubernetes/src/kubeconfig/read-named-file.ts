import { readFile } from 'node:fs/promises'
import { TidewayError } from '@tideway/core'

/** Reads a file that a kubeconfig names. Throws `TIDEWAY_CONFIG_MISSING`, which says what names it. */
export async function readNamedFile(path: string, whatNames: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new TidewayError({
      code: 'TIDEWAY_CONFIG_MISSING',
      message: `${whatNames} names ${path}, which cannot be read`,
      next: 'put the file there, correct the kubeconfig, or choose another context',
      cause: error,
    })
  }
}
