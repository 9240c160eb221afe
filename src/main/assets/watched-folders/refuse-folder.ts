import { realpath } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'

/**
 * Atelier's own folder is no source: what is made would come in again.
 * @throws request/invalid where one lies in the other; storage/* where the folder cannot be reached
 */
export async function refuseFolder(home: string, folder: string): Promise<void> {
  const own = await realpath(home)
  const wanted = await realpath(folder).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.watchFolder({ folder }))
  })
  if (isWithin(own, wanted)) {
    throw new AppError('request/invalid', messages.folderIsAteliers({ folder }))
  }
  if (isWithin(wanted, own)) {
    throw new AppError('request/invalid', messages.folderContainsAteliers({ folder }))
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}
