import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative } from 'node:path'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { HomePaths } from '../../platform/home-paths.ts'

/**
 * Refuses the library's own folder: a file exported there would be adopted as another image.
 * @throws request/invalid
 */
export async function refuseLibraryFolder({ paths }: { readonly paths: HomePaths }, folder: string): Promise<void> {
  const [library, target] = await Promise.all([realPathOf(paths.library), realPathOf(folder)])
  const below = relative(library, target)
  if (below === '' || (!below.startsWith('..') && !isAbsolute(below))) {
    throw new AppError('request/invalid', messages.folderInsideLibrary({ folder }))
  }
}

/** Resolves links as far as the path exists. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPathOf(parent), basename(path))
  }
}
