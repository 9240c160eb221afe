import { mkdir, stat, statfs } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { ConversionChoice, Precision } from '../../shared/domain/local-setup.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import type { EngineWatch, LocalEngine } from '../engine/engine.ts'
import {
  conversionsOf,
  familyOf,
  readModelHeader,
  recognizeFile,
  type Conversions,
  type LocalModel,
} from '../model-files/index.ts'
import { createWithTemporary } from '../platform/pure/atomic-file.ts'
import { removeDeadTemporaries } from '../platform/pure/dead-temporaries.ts'

export interface PlannedConversion extends ConversionChoice {
  readonly path: string
}

/** How a model can be converted, and where each file would be written. */
export interface ConversionPlan {
  /** The file to convert; separate encoders and VAE stay as they are. */
  readonly from: string
  readonly bytes: number
  readonly choices: readonly PlannedConversion[]
  readonly exceptions: Conversions['exceptions']
}

/** The precision in a model's file name, which the new one replaces. */
const precisionInName = /[-_. ](fp?(32|16)|bf16)$/i

/** @throws request/invalid if it cannot be converted, model/*, storage/* */
export async function planConversion(model: LocalModel, ownFolder: string): Promise<ConversionPlan> {
  const from = model.files.model ?? model.files.diffusion!
  if ((await statOf(from)).isDirectory()) {
    throw invalid(messages.modelIsFolder({ label: model.label }))
  }
  // The engine repeats one of its tokens while drawing, which ggml cannot do with quantized tensors: it would abort.
  if (model.family === 'minit2i') throw invalid(messages.modelFixed({ label: familyOf(model.family).label }))
  const header = await readModelHeader(from)
  const { isQuantized, choices, exceptions } = conversionsOf(header)
  if (isQuantized) {
    throw invalid(messages.alreadyQuantized({ label: model.label, quantization: model.quantization }))
  }
  if (choices.length === 0) throw invalid(messages.notSmaller({ label: model.label }))
  const name = basename(from, extname(from)).replace(precisionInName, '')
  const pathOf = (precision: Precision) => join(ownFolder, 'converted', `${name}-${precision}.gguf`)
  return {
    from,
    bytes: header.fileBytes,
    exceptions,
    choices: choices.map((choice) => ({ ...choice, path: pathOf(choice.precision) })),
  }
}

interface ConversionNeeds {
  readonly engine: Pick<LocalEngine, 'convert'>
  readonly libraryPath: string
}

/** Writes the file and keeps it only if it can be read back. @throws engine/*, storage/*, request/* */
export async function convertModel(
  { from, choices, exceptions }: ConversionPlan,
  precision: Precision,
  { engine, libraryPath }: ConversionNeeds,
  watch: EngineWatch,
): Promise<PlannedConversion> {
  const choice = choices.find((each) => each.precision === precision)
  if (choice === undefined) {
    const available = choices.map((each) => each.precision).join(', ')
    throw invalid(messages.savesNothing({ precision, name: basename(from), known: available }))
  }
  const { path, bytes } = choice
  if (await isThere(path)) throw invalid(messages.copyExists({ path }))
  try {
    await mkdir(dirname(path), { recursive: true })
    // Gigabytes may be left over from a program that was killed.
    await removeDeadTemporaries(dirname(path))
    await requireRoom(path, bytes)
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotSaveFile({ basename: basename(path) }))
  }
  // Another instance may convert the same model: each writes its own file, and the first one wins.
  await createWithTemporary(path, async (temporaryPath) => {
    await engine.convert(libraryPath, { from, to: temporaryPath, type: precision, exceptions: [...exceptions] }, watch)
    await requireModel(temporaryPath, path)
  })
  return { ...choice, bytes: (await statOf(path)).size }
}

const invalid = (message: string) => new AppError('request/invalid', message)

/** Space left free for other files. */
const spareBytes = 256 * 2 ** 20

async function requireRoom(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize >= bytes + spareBytes) return
  const megabytes = Math.ceil((bytes + spareBytes - bavail * bsize) / 1e6)
  throw new AppError('storage/full', messages.noRoomForCopy({ name: basename(path), megabytes }))
}

async function requireModel(path: string, futurePath: string): Promise<void> {
  const recognized = await recognizeFile(path, futurePath)
  if (recognized.kind === 'image-model') return
  throw new AppError('engine/failed', messages.copyDoesNotWork)
}

async function statOf(path: string) {
  return stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotReadFile({ basename: basename(path) }))
  })
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
