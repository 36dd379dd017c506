import { expect, it } from 'vitest'
import { isLabelSelector } from './is-label-selector.ts'

it.each([
  'managedBy=messagewall-demo',
  'app.kubernetes.io/part-of==wall, environment != dev',
  'app in (web, worker),tier notin (db)',
  'app',
  '!app',
  'app=',
])('%s is one', (text) => expect(isLabelSelector(text)).toBe(true))

it.each(['', 'a=b=c', '=b', 'a,', 'a in web', 'a in (b', '-a=b', 'a=-b', 'a b', 'a/b/c=d'])(
  '%j is none',
  (text) => expect(isLabelSelector(text)).toBe(false),
)
