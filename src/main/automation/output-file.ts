import { access, stat } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { exportFormats, extensionToFormat, formatToMime } from '../../shared/util/media-type.ts'
import * as messages from '../../shared/messages/en/cli.ts'
import { badInput } from './read-options.ts'

export interface OutputFile {
  readonly path: string
  readonly mime: string
}

/**
 * Checked before any work is done, so that nobody waits for an image that then cannot be written.
 * @throws request/invalid, storage/exists, storage/not-found
 */
export async function requireOutputFile(
  text: string,
  options: { readonly workingFolder: string; readonly mayReplace: boolean },
): Promise<OutputFile> {
  const path = resolve(options.workingFolder, text)
  const format = extensionToFormat(extname(path).slice(1))
  if (format === null) {
    throw badInput(messages.formatUnknown({ file: text, values: exportFormats.join(', ') }))
  }
  const folder = await stat(dirname(path)).catch(() => null)
  if (!folder?.isDirectory()) throw new AppError('storage/not-found', messages.folderMissing({ file: text }))
  if (!options.mayReplace && (await exists(path))) {
    throw new AppError('storage/exists', messages.fileExists({ file: text }))
  }
  return { path, mime: formatToMime(format) }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
