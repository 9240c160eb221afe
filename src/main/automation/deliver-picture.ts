import { constants } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import type { CommandContext, ProgramServices } from './command.ts'

interface Delivery {
  readonly services: Pick<ProgramServices, 'library'>
  readonly context: Pick<CommandContext, 'paths' | 'workingFolder'>
  /** Where a copy goes; absent = the picture stays in the library only. */
  readonly folder: string | undefined
  /** Whether its bytes are asked for too. */
  readonly isWanted: boolean
}

const sameNamesMax = 10_000

/** The picture where the person wants it. Its bytes are copied as they are; a file that is there is never replaced. */
export async function deliverPicture(
  asset: Asset,
  { context, folder, isWanted }: Delivery,
): Promise<{ path: string; mime: string; bytes: Buffer | null }> {
  const own = resolve(context.paths.library, asset.relativePath)
  const path = folder === undefined ? own : await copyInto(resolve(context.workingFolder, folder), own)
  return { path, mime: asset.mime, bytes: isWanted ? await readFile(own) : null }
}

async function copyInto(folder: string, file: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    const extension = extname(file)
    const name = basename(file, extension)
    for (let number = 1; number <= sameNamesMax; number++) {
      const path = join(folder, number === 1 ? name + extension : `${name} ${number}${extension}`)
      if (await copyFresh(file, path)) return path
    }
  } catch (thrown) {
    throw toFileError(thrown, `copy the image to ${folder} (it is in the library as ${file})`)
  }
  throw new AppError('storage/exists', `There are too many files named like ${basename(file)} in ${folder}.`)
}

async function copyFresh(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false
    throw thrown
  }
}
