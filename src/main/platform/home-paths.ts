import { join, resolve } from 'node:path'

/** Where Atelier stores everything. */
export interface HomePaths {
  readonly root: string
  /** The artist's images, in dated folders, which they may browse and back up. */
  readonly library: string
  /** Masks used to make images. Inside the library because they cannot be regenerated. */
  readonly masks: string
  /** Upright sRGB copies of images the window cannot show directly. May be deleted. */
  readonly working: string
  /** May be deleted. */
  readonly thumbnails: string
  /** Files being written, on the same disk as the library so that a rename moves them there. */
  readonly temporary: string
  /** Downloaded local models. Created with the first one. */
  readonly models: string
  readonly logs: string
  readonly databaseFile: string
  readonly settingsFile: string
  /** The certificate that signs Content Credentials; its key is in the keychain. */
  readonly signingFile: string
  /** Engines that run local models, each in its own folder. Can be downloaded again. */
  readonly engines: string
  /** The browser engine's own files. */
  readonly appData: string
}

/** Uses `ATELIER_HOME`, or else `Atelier` in the user's home folder. Does not touch the disk. */
export function resolveHome(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly userHome: string },
): HomePaths {
  const chosen = env['ATELIER_HOME']?.trim()
  return homePathsAt(chosen ? resolve(chosen) : join(defaults.userHome, 'Atelier'))
}

/** Returns the paths within a home folder. */
export function homePathsAt(root: string): HomePaths {
  return {
    root,
    library: join(root, 'library'),
    masks: join(root, 'library', '.masks'),
    working: join(root, 'cache', 'working'),
    thumbnails: join(root, 'cache', 'thumbnails'),
    temporary: join(root, 'cache', 'temporary'),
    models: join(root, 'models'),
    logs: join(root, 'logs'),
    databaseFile: join(root, 'atelier.db'),
    settingsFile: join(root, 'settings.json'),
    signingFile: join(root, 'signing.json'),
    engines: join(root, 'engines'),
    appData: join(root, 'app-data'),
  }
}
