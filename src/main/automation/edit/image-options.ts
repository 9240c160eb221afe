import * as messages from '../../../shared/messages/en/cli-options.ts'
import { resolve } from 'node:path'
import { openMaskFile } from '../../imaging/index.ts'
import type { ReadMaskFile } from '../../imaging/imaging.ts'
import type { CommandContext } from '../program/command.ts'

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

/** Reads the file that an option names as a mask. @throws request/invalid, storage/*, media/* */
export async function readMaskOption(
  path: string,
  { services, workingFolder }: Pick<CommandContext, 'services' | 'workingFolder'>,
): Promise<ReadMaskFile> {
  return openMaskFile(resolve(workingFolder, path), (await services()).imaging)
}
