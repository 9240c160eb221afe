import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { maskBytesMax } from '../../shared/domain/generation.ts'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-edit.ts'
import { badInput } from './read-options.ts'

/** @throws request/invalid, storage/* */
export async function readMaskOption(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > maskBytesMax) throw badInput(messages.maskTooLarge({ name: basename(path) }))
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadMask({ name: basename(path) }))
  }
}
