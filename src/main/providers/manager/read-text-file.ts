import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'

const fileBytesMax = 5_000_000

/** Reads a small file of the user's, such as a workflow. @throws storage/*, media/too-large */
export async function readTextFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > fileBytesMax) {
      throw new AppError('media/too-large', messages.workflowTooLarge({ name: basename(path) }))
    }
    return await readFile(path, 'utf8')
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadFile({ path }))
  }
}
