import { access, constants, stat } from 'node:fs/promises'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/model-files.ts'

/** Returns where models are looked for: the user's folders, and Atelier's own if it has any content. */
export async function modelFoldersOf(
  { modelFolders }: { readonly modelFolders: readonly string[] },
  ownFolder: string,
): Promise<readonly string[]> {
  const isThere = await stat(ownFolder).then(
    () => true,
    () => false,
  )
  return isThere && !modelFolders.includes(ownFolder) ? [ownFolder, ...modelFolders] : modelFolders
}

/** Checks a user's download folder for models. @throws storage/not-found, storage/read-only */
export async function requireDownloadFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch(() => null)
  if (stats?.isDirectory() !== true) {
    const message = messages.downloadFolderMissing({ folder })
    throw new AppError('storage/not-found', message, { detail: { downloadFolder: folder } })
  }
  await access(folder, constants.W_OK).catch((thrown: unknown) => {
    const message = messages.downloadFolderReadOnly({ folder })
    throw new AppError('storage/read-only', message, { cause: thrown, detail: { downloadFolder: folder } })
  })
}
