/** Splits a path into its directory, empty for the root, and the name in it. */
export function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const slash = path.lastIndexOf('/')
  return { directory: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) }
}

/** Every directory above a path, from the top: `a` and `a/b` for `a/b/c`. */
export function directoriesAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** The path of a name in a directory. */
export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`
}
