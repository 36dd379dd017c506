import fc from 'fast-check'

// Properties draw a new seed in every run, and print it when they fail. With TIDEWAY_SEED a run can be repeated.
const seed = process.env['TIDEWAY_SEED']
if (seed !== undefined && seed !== '') fc.configureGlobal({ seed: Number(seed) })
