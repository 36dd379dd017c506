import { parseUnit } from '@tideway/core'
import type { RenderedFile } from './rendered-unit.ts'

/** A file whose text is no YAML of Kubernetes objects has failed: here its name and its lines are still known. */
export function refuseInvalid(file: RenderedFile): RenderedFile {
  if (file.kind === 'failed') return file
  const parsed = parseUnit(file.text, { name: file.path })
  return parsed.kind === 'parsed' ? file : { kind: 'failed', path: file.path, error: parsed.error }
}
