import * as messages from '../../shared/messages/en/cli-options.ts'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { maskBytesMax } from '../../shared/domain/generation.ts'
import { toFileError } from '../../shared/errors/index.ts'
import { cannotReadMask, maskTooLarge } from '../../shared/messages/en/cli-edit.ts'
import { badInput } from './read-options.ts'

/** Options shared by several commands, each described once. */

export const maskOption = { value: 'file', help: messages.mask } as const

/** A finished mask says exactly what may change: both are 0 unless given. */
export const edgeOptions = {
  grow: { value: 'px', help: messages.growMask },
  feather: { value: 'px', help: messages.featherMask },
} as const

export const seedOption = { value: 'n', help: messages.seed } as const

export const fileOptions = {
  quality: { value: '1-100', help: messages.lossyQuality },
  force: { help: messages.overwrite },
} as const

export const outFileOption = {
  value: 'file',
  help: messages.alsoToFile,
} as const

/** @throws request/invalid, storage/* */
export async function readMaskOption(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > maskBytesMax) throw badInput(maskTooLarge({ name: basename(path) }))
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw toFileError(thrown, cannotReadMask({ name: basename(path) }))
  }
}
