import { join, resolve } from 'node:path'
import { createFolder } from './pure/create-folder.ts'

/** Where everything Atelier keeps lies. */
export interface HomePaths {
  readonly root: string
  /** The artist's pictures, in dated folders; theirs to browse and back up. */
  readonly library: string
  /** Masks that pictures were made with. Inside the library: they cannot be made again. */
  readonly masks: string
  /** Upright sRGB copies of pictures the window cannot show as they are. May be deleted. */
  readonly working: string
  /** May be deleted. */
  readonly thumbnails: string
  /** Files being made, on the same disk as the library so that a rename can file them. */
  readonly temporary: string
  /** What was downloaded to draw with on this computer. Made when the first one is. */
  readonly models: string
  readonly logs: string
  readonly databaseFile: string
  readonly settingsFile: string
  /** The certificate that Content Credentials are signed with; its key is in the keychain. */
  readonly signingFile: string
  /** Engines that draw with local models, each in a folder of its own. Can be downloaded again. */
  readonly engines: string
  /** The browser engine's own files. */
  readonly appData: string
}

/** `ATELIER_HOME` decides; without it, `Atelier` in the person's own folder. Touches no disk. */
export function resolveHome(
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly userHome: string },
): HomePaths {
  const chosen = env['ATELIER_HOME']?.trim()
  return homePathsAt(chosen ? resolve(chosen) : join(defaults.userHome, 'Atelier'))
}

/** What lies where in a home. */
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

/** @throws storage/read-only, storage/full, storage/not-found naming the folder */
export async function createHomeFolders(paths: HomePaths): Promise<void> {
  const folders = [
    paths.library,
    paths.masks,
    paths.working,
    join(paths.thumbnails, '256'),
    join(paths.thumbnails, '512'),
    paths.temporary,
    paths.logs,
    paths.appData,
  ]
  for (const folder of folders) await createFolder(folder)
}
