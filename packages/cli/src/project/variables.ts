import { TidewayError } from '@tideway/core'

/** Environment variables, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>

// Argo CD hands its plugins the user's variables under this prefix.
const argoPrefix = 'ARGOCD_ENV_'

/** The value of the first of these variables that is set and not empty; read with the prefix `ARGOCD_ENV_` too. */
export function readVariable(variables: Variables, ...names: readonly string[]): string | undefined {
  const forms = names.flatMap((name) => [name, `${argoPrefix}${name}`])
  return forms.map((name) => variables[name]).find((value) => value !== undefined && value !== '')
}

/** The error for a setting that is nowhere; `instead` names what would do as well. */
export function missingVariable(what: string, names: readonly string[], instead = ''): TidewayError {
  const argo = names.map((name) => `${argoPrefix}${name}`).join(' and ')
  return new TidewayError({
    code: 'TIDEWAY_CONFIG_MISSING',
    message: `${what} is missing: ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} not set`,
    next: `set ${names.join(' and ')} (in an Argo CD plugin ${argo})${instead}`,
  })
}

/** True where `TIDEWAY_READ_ONLY` says that nothing may be changed: anything but empty, `0` and `false`. */
export function isReadOnly(variables: Variables): boolean {
  const value = readVariable(variables, 'TIDEWAY_READ_ONLY')
  return value !== undefined && value !== '0' && value.toLowerCase() !== 'false'
}
