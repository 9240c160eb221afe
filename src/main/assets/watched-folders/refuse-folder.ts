import { realpath } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'

/**
 * Atelier's own folder is no source: what is made would come in again.
 * @throws request/invalid where one lies in the other; storage/* where the folder cannot be reached
 */
export async function refuseFolder(home: string, folder: string): Promise<void> {
  const own = await realpath(home)
  const wanted = await realpath(folder).catch((thrown: unknown) => {
    throw toFileError(thrown, `watch the folder ${folder}`)
  })
  if (isWithin(own, wanted)) {
    throw new AppError('request/invalid', `${folder} belongs to Atelier itself. Choose a folder outside of it.`)
  }
  if (isWithin(wanted, own)) {
    throw new AppError(
      'request/invalid',
      `Atelier’s own folder lies in ${folder}: what is made would come in again. Choose a folder beside it.`,
    )
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}
