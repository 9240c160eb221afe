import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import { toFileError } from '../../../../shared/errors/index.ts'
import { cannotKeepImage } from '../../../../shared/messages/en/tools.ts'
import { createFolder } from '../../../platform/pure/create-folder.ts'
import { temporaryNameFor } from '../../../platform/pure/temporary-name.ts'
import { readAddress } from '../../library/import-image.ts'
import type { ToolContext } from '../tool.ts'
import { isAddress } from './tool-images.ts'

/**
 * Lets `work` read an image without importing it: a file where it is, and what an address gives from a temporary file.
 * @throws request/*, storage/*, network/*, and whatever `work` throws
 */
export async function withImageFile<T>(
  text: string,
  context: ToolContext,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const { services, files, paths, signal } = context
  const id = assetIdSchema.safeParse(text)
  if (id.success) return work((await services.assets.files.locate(id.data, 'original')).path)
  if (!isAddress(text)) return work(await files.readable(text))
  const bytes = await readAddress(text, { services: () => Promise.resolve(services), signal })
  const path = temporaryNameFor(join(paths.temporary, 'image'))
  try {
    await keep(bytes, path)
    return await work(path)
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

async function keep(bytes: Uint8Array, path: string): Promise<void> {
  try {
    await createFolder(dirname(path))
    await writeFile(path, bytes, { mode: 0o600 })
  } catch (thrown) {
    throw toFileError(thrown, cannotKeepImage)
  }
}
