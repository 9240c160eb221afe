import { mkdir, rename, rm, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { FiledFile } from './task.ts'

/**
 * Puts the right bytes in a picture's place, with the time it was filed with, so that nothing takes it for changed.
 * Returns false, and leaves everything as it was, where what was written is not what was filed.
 */
export async function restoreBytes(file: FiledFile, write: (temporaryPath: string) => Promise<void>): Promise<boolean> {
  const checked = temporaryNameFor(file.path)
  try {
    await mkdir(dirname(file.path), { recursive: true })
    await write(checked)
    if ((await hashFile(checked)) !== file.sha256) return false
    const time = secondsOfMs(file.modifiedAtMs)
    await utimes(checked, time, time)
    await replaceWithTemporary(file.path, (temporaryPath) => rename(checked, temporaryPath))
    return true
  } catch (thrown) {
    throw toFileError(thrown, messages.restorePath({ path: file.path }))
  } finally {
    await rm(checked, { force: true }).catch(() => undefined)
  }
}
