import { dirname, join } from 'node:path'
import type { HomePaths } from './home-paths.ts'

interface Filed {
  readonly relativePath: string
  readonly sharedPath?: string | null | undefined
}

/** Where an image's original is: in a shared folder of an earlier version, or else in the library folder. */
export function originalPath(paths: Pick<HomePaths, 'library'>, asset: Filed): string {
  return asset.sharedPath ?? libraryFilePath(paths, asset)
}

export function libraryFilePath(paths: Pick<HomePaths, 'library'>, asset: Pick<Filed, 'relativePath'>): string {
  return join(paths.library, ...asset.relativePath.split('/'))
}

/** The folder that a person chose, of an original in it: `FOLDER/atelier-originals/files/ab/abcdef….png`. */
export function folderOfOriginal(sharedPath: string): string {
  return dirname(dirname(dirname(dirname(sharedPath))))
}
