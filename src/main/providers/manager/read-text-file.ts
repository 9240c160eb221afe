import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'

const fileBytesMax = 5_000_000

/** A small file of the person's, such as a workflow. @throws storage/*, media/too-large */
export async function readTextFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) {
      throw new AppError(
        'media/too-large',
        `${basename(path)} is larger than 5 MB: this is no workflow. Choose another.`,
      )
    }
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw toFileError(thrown, `read ${path}`)
  }
}
