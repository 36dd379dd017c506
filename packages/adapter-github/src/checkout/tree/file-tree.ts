/** The files of one state of a repository. */
export interface FileTree {
  /** Every path, relative to the repository's root, with `/`; ordered. */
  readonly paths: readonly string[]
  has(path: string): boolean
  /**
   * The texts of these files; a path that is not there is left out. Throws a TidewayError for what is no text:
   * a symbolic link, a submodule, bytes that are not UTF-8.
   */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** The bytes of these files, for programs that read them; throws like `read`, but for bytes of any kind. */
  bytes(paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
}

/** Changed files by path; `undefined` is a deleted one. */
export type FileChanges = ReadonlyMap<string, string | undefined>

/** The text of one file, or undefined where there is none. */
export async function readFile(tree: FileTree, path: string): Promise<string | undefined> {
  return (await tree.read([path])).get(path)
}
