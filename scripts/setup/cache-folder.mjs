import { homedir } from 'node:os'
import { join } from 'node:path'

/** Returns where downloads are kept between installs, by each system's convention. */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'atelier')
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'atelier', 'cache')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'atelier')
  return join(home, '.cache', 'atelier')
}
