import { describe, expect, it } from 'vitest'
import { isReadOnly, missingVariable, readVariable } from './variables.ts'

describe('readVariable', () => {
  it('takes the first that is set, with or without Argo CD’s prefix', () => {
    expect(readVariable({ GH_TOKEN: 'b' }, 'GITHUB_TOKEN', 'GH_TOKEN')).toBe('b')
    expect(readVariable({ GITHUB_TOKEN: '', GH_TOKEN: 'b' }, 'GITHUB_TOKEN', 'GH_TOKEN')).toBe('b')
    expect(readVariable({ ARGOCD_ENV_CONFIGHUB_TOKEN: 'c' }, 'CONFIGHUB_TOKEN')).toBe('c')
    expect(readVariable({ CONFIGHUB_TOKEN: 'a', ARGOCD_ENV_CONFIGHUB_TOKEN: 'c' }, 'CONFIGHUB_TOKEN')).toBe(
      'a',
    )
    expect(readVariable({}, 'CONFIGHUB_TOKEN')).toBeUndefined()
  })
})

describe('missingVariable', () => {
  it('names the variable in both forms', () => {
    expect(missingVariable('the token', ['CONFIGHUB_TOKEN']).message).toBe(
      'TIDEWAY_CONFIG_MISSING  the token is missing: CONFIGHUB_TOKEN is not set; set CONFIGHUB_TOKEN (in an Argo CD plugin ARGOCD_ENV_CONFIGHUB_TOKEN)',
    )
  })
})

describe('isReadOnly', () => {
  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
    ['', false],
    [undefined, false],
  ])('TIDEWAY_READ_ONLY=%s: %s', (value, expected) => {
    expect(isReadOnly({ TIDEWAY_READ_ONLY: value })).toBe(expected)
  })
})
