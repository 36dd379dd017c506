import { check } from './check.ts'

/** The member of an endpoint that a suite is about; fails the test where the endpoint has none. */
export function requireMember<Member>(member: Member | undefined, name: string): Member {
  check(member !== undefined, `the endpoint has no "${name}"`)
  return member
}
