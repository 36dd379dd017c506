import type { Proposal } from '@tideway/core'
import { fitsBody, shortenBody } from './fit-body.ts'
import type { Workplace } from './workplace.ts'

const markers = /<!-- tideway:env=([^;>]*);digest=([^;>]*)(;automerge=on)?;v=1 -->/g

/**
 * A proposal's body as it is sent: the fullest that GitHub takes, with the marker that names its digest; `isArmed` says
 * that for this digest it was made to merge itself.
 */
export function formatBody(
  wanted: Pick<Proposal, 'body' | 'compactBody' | 'digest'>,
  environment: string,
  compareUrl: string,
  isArmed = false,
): string {
  const whole = formatWhole(wanted, environment, compareUrl)
  const ending = ';v=1 -->'
  return isArmed ? `${whole.slice(0, -ending.length)};automerge=on${ending}` : whole
}

function formatWhole(
  wanted: Pick<Proposal, 'body' | 'compactBody' | 'digest'>,
  environment: string,
  compareUrl: string,
): string {
  const marker = `<!-- tideway:env=${environment};digest=${wanted.digest};v=1 -->`
  const compact = wanted.compactBody ?? wanted.body
  for (const body of [wanted.body, compact]) {
    const whole = endWith(body.replaceAll('\r\n', '\n'), marker)
    if (fitsBody(whole)) return whole
  }
  const elsewhere = `The files of this pull request are complete: ${compareUrl}`
  return shortenBody(removeMarkers(compact.replaceAll('\r\n', '\n')), marker, elsewhere)
}

/** Where a proposal's whole difference is shown: the address is known before the pull request has a number. */
export function compareUrl({ api, options, base }: Workplace): string {
  const site = options.baseUrl.replace(/\/\/api\.github\.com$/, '//github.com').replace(/\/api\/v3$/, '')
  return `${site}/${api.owner}/${api.repo}/compare/${base}...${options.branch}`
}

/** The digest that a body was last given for an environment; undefined where somebody removed it. */
export function readDigest(body: string | null, environment: string): string | undefined {
  const digest = findMarker(body, environment)?.[2]
  return digest === '' ? undefined : digest
}

/** True where a body says that its pull request was made to merge itself, for the digest that it names. */
export function isArmed(body: string | null, environment: string): boolean {
  return findMarker(body, environment)?.[3] !== undefined
}

// What a store's texts say comes before the real marker, which is the last one.
function findMarker(body: string | null, environment: string): RegExpMatchArray | undefined {
  return [...(body ?? '').matchAll(markers)].findLast(([, named]) => named === environment)
}

/** A body that no longer says that its pull request was made to merge itself. */
export function removeArming(body: string): string {
  return body.replaceAll(markers, (marker) => marker.replace(';automerge=on', ''))
}

/** A body without its marker, for a proposal that tideway itself withdrew. */
export function removeMarkers(body: string): string {
  return body.replaceAll(markers, '').trimEnd()
}

function endWith(body: string, marker: string): string {
  const text = body.trimEnd()
  if (text.endsWith(marker)) return text
  return `${body}${body.endsWith('\n') ? '' : '\n'}\n${marker}`
}
