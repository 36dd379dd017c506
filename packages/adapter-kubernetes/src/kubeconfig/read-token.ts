import { readNamedFile } from './read-named-file.ts'

/** Reads a bearer token from the file that keeps it; the cluster renews the tokens of pods in place. */
export async function readToken(path: string, whatNames: string): Promise<string> {
  return (await readNamedFile(path, whatNames)).trim()
}
