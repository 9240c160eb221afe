import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNpm, timed } from './run.mjs'
import { SetupError } from './say.mjs'

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} LockFile
 */

/**
 * Installs what package-lock.json specifies if node_modules does not match it exactly.
 * @param {string} root
 */
export async function ensureDependencies(root) {
  if (areDependenciesInstalled(root)) return
  // Hides warnings: Node 20 gets a dozen about packages that require a newer one but work anyway. With NODE_ENV set to
  // production, npm would leave out Electron and all that builds Atelier, and remove them where they are.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { code } = await timed('Installing dependencies', () => runNpm(args, { cwd: root, output: 'stderr' }))
  if (code !== 0) throw new SetupError('The dependencies could not be installed: npm says why above.')
}

/**
 * npm writes node_modules/.package-lock.json last, so an interrupted install has none.
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const lockFile = readLock(join(root, 'package-lock.json'))
  const present = readLock(join(root, 'node_modules', '.package-lock.json'))
  if (lockFile === null || present === null) return false
  return Object.entries(lockFile.packages).every(([path, locked]) => {
    if (path === '') return true
    const installed = present.packages[path]
    if (installed === undefined) return locked.optional === true || locked.devOptional === true
    return installed.version === locked.version
  })
}

/**
 * @param {string} path
 * @returns {LockFile | null}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
