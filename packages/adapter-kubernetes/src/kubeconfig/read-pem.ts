import { readNamedFile } from './read-named-file.ts'

/** Reads a PEM that an entry gives as base64 data, or else as a path; the data is the stronger, as in kubectl. */
export async function readPem(
  data: string | undefined,
  path: string | undefined,
  whatNames: string,
): Promise<string | undefined> {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8')
  return path === undefined ? undefined : readNamedFile(path, whatNames)
}
