/** Which documents a rule is for; both conditions hold together, and without any it is for all. */
export interface CutMatch {
  /** The Kubernetes kind. */
  readonly kind?: string | undefined
  /** A glob over the path of the file that the document is rendered from. */
  readonly path?: string | undefined
}

/**
 * How documents become units. `file`: one unit a file, named as the file without `.yaml` or `.yaml.template`.
 * `label`: the value of a label. `resource`: the resource's name; resources of one name share a unit.
 * `name`: all in one unit.
 */
export type CutRule = { readonly match?: CutMatch | undefined } & (
  | { readonly by: 'file' }
  | { readonly by: 'label'; readonly key: string }
  | { readonly by: 'resource' }
  | { readonly by: 'name'; readonly name: string }
)

/** Plain YAML: a file, a folder (the `.yaml` and `.yml` files in it), or a glob. */
export interface FilesSource {
  readonly kind: 'files'
  readonly path: string
  readonly units: readonly CutRule[]
}

/**
 * Templates with `${NAME}` and `$NAME`, filled from a file of variables, then changed by a patch.
 * `path` is a folder (the `.yaml.template` and `.yml.template` files in it), a glob, or a file.
 */
export interface EnvsubstSource {
  readonly kind: 'envsubst'
  readonly path: string
  /** The file of `KEY=value` lines. */
  readonly variables: string
  /** A merge patch for this environment alone; the file need not be there yet. */
  readonly patch?: string | undefined
  readonly units: readonly CutRule[]
}

/** A folder with a kustomization. */
export interface KustomizeSource {
  readonly kind: 'kustomize'
  readonly path: string
  readonly command: readonly ['kubectl', 'kustomize'] | readonly ['kustomize', 'build']
  readonly units: readonly CutRule[]
}

/** A Helm chart in the repository, rendered as `helm template` does: with CRDs, without tests. */
export interface HelmSource {
  readonly kind: 'helm'
  /** The chart's folder; charts that it depends on are vendored in it. */
  readonly path: string
  /** Files of values, the environment's own last, where a sync writes to. */
  readonly values: readonly string[]
  readonly release: string
  readonly namespace?: string | undefined
  readonly units: readonly CutRule[]
}

/** A command that writes YAML to its standard output. Nothing is written back through it. */
export interface CommandSource {
  readonly kind: 'command'
  /** The folder that it runs in. */
  readonly path: string
  /**
   * The program and its arguments; no shell reads them. A program without `/` is looked for on the PATH, one with
   * it is relative to `commandDirectory`: never the rendered commit's own.
   */
  readonly command: readonly [program: string, ...args: string[]]
  /** Globs over the paths of what it reads; empty: everything in `path`. It gets to see nothing else. */
  readonly inputs: readonly string[]
  readonly timeoutSeconds: number
  readonly units: readonly CutRule[]
}

/** One of the places that an environment is rendered from. */
export type RenderSource = FilesSource | EnvsubstSource | KustomizeSource | HelmSource | CommandSource

/** An environment and what it is rendered from, in this order. */
export interface RenderedEnvironment {
  readonly environment: string
  readonly render: readonly RenderSource[]
}
