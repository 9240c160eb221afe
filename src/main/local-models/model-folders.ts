import { access, constants, stat } from 'node:fs/promises'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/model-files.ts'

/** Where models are looked for: in the person's folders, and in Atelier's own once there is something in it. */
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

/** A folder of the person’s that models are downloaded to. @throws storage/not-found, storage/read-only */
export async function requireDownloadFolder(folder: string): Promise<void> {
  const instead = 'choose another under Models → Local models, or with --to FOLDER.'
  const found = await stat(folder).catch(() => null)
  if (found?.isDirectory() !== true) {
    const message = messages.downloadFolderMissing({ folder, instead })
    throw new AppError('storage/not-found', message)
  }
  await access(folder, constants.W_OK).catch((thrown: unknown) => {
    const message = messages.downloadFolderReadOnly({ folder, instead })
    throw new AppError('storage/read-only', message, { cause: thrown })
  })
}
