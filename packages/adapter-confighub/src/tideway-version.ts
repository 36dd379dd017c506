import manifest from '../package.json' with { type: 'json' }

/** The version of this package, which its User-Agent names. */
export const tidewayVersion: string = manifest.version
