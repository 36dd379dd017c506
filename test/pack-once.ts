import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Answers a folder that holds a package below `packages` as npm would unpack it. Its JavaScript is built for the occasion,
 * without declarations, and once for all tests of a run, whose temporary directory keeps it.
 */
export function packOnce(name: string): string {
  const packed = join(tmpdir(), 'tideway-packed', name)
  if (existsSync(packed)) return packed
  const staged = mkdtempSync(join(tmpdir(), `tideway-pack-${name}-`))
  try {
    const unpacked = pack(join(root, 'packages', name), staged)
    mkdirSync(join(packed, '..'), { recursive: true })
    renameSync(unpacked, packed)
  } catch (error) {
    // Another test may have packed it in the meantime.
    if (!existsSync(packed)) throw error
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
  return packed
}

function pack(source: string, staged: string): string {
  const options = { encoding: 'utf8', stdio: 'pipe' } as const
  const bundler = join(root, 'node_modules/.bin/tsup')
  execFileSync(bundler, ['--no-dts', '--out-dir', join(staged, 'dist')], { ...options, cwd: source })
  const isPublished = (path: string) => !['node_modules', 'dist', 'src'].includes(basename(path))
  cpSync(source, staged, { recursive: true, filter: isPublished })
  const words = ['pack', '--silent', '--ignore-scripts']
  const [tarball = ''] = execFileSync('npm', words, { ...options, cwd: staged })
    .trim()
    .split('\n')
  execFileSync('tar', ['-xzf', tarball], { ...options, cwd: staged })
  return join(staged, 'package')
}
