import { resolve, join } from 'node:path'
import { homedir } from 'node:os'

/** The folder that contains package.json. */
export const projectRoot = resolve(import.meta.dirname, '..', '..')

export const isRoot = process.getuid?.() === 0

/** Chromium's sandbox does not work as root; everyone else keeps it. */
export const sandboxFlags = isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []

/** Returns where downloads are kept between installs, by each system's convention. */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'atelier')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'atelier', 'cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'atelier')
  return join(home, '.cache', 'atelier')
}
