import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { noSaving, tryEngine, writeTinyModel, type Trial } from '../engine/index.ts'
import { localModelCard, scanFolders, type LocalModel } from '../local-models/index.ts'
import type { CommandContext } from './command.ts'
import { badInput } from './read-options.ts'

/** Measures an engine with the files of a model, or with the random one where none are named. */
export async function tryLibrary(
  libraryPath: string,
  modelFiles: readonly string[],
  context: CommandContext,
): Promise<readonly Trial[]> {
  const engine = await (await context.services()).engine()
  const trials: Trial[] = []
  const options = { engine, libraryPath, signal: context.signal, onTrial: (trial: Trial) => void trials.push(trial) }
  if (modelFiles.length > 0) {
    await tryEngine({ ...options, subject: toSubject(await requireModel(modelFiles, context)) })
    return trials
  }
  const folder = await mkdtemp(join(tmpdir(), 'atelier-engine-test-'))
  try {
    const model = await writeTinyModel(folder)
    const subject = { model, guidance: 1, sampler: null, scheduler: null, flowShift: null, sidesPx: [64, 128, 256] }
    await tryEngine({ ...options, subject })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return trials
}

async function requireModel(words: readonly string[], { workingFolder, signal }: CommandContext): Promise<LocalModel> {
  const paths = words.map((word) => resolve(workingFolder, word))
  const { models, refused } = await scanFolders([...new Set(paths.map(dirname))], signal)
  const named = models.filter(({ files }) => Object.values(files).some((path) => paths.includes(path)))
  const found = named.find(
    ({ isReady, files }) => isReady && Object.values(files).every((path) => paths.includes(path)),
  )
  if (found) return found
  const reasons = [
    ...refused.filter(({ path }) => paths.includes(path)).map(({ error }) => error.message),
    ...named.flatMap(({ missing }) => missing),
  ]
  const why =
    reasons.length === 0 ? 'Name each of its files: the model, its text encoders and its VAE.' : reasons.join(' ')
  throw badInput(`These files make no model that can be loaded. ${why}`)
}

function toSubject(model: LocalModel) {
  const { sizes, guidance, options } = localModelCard(model)
  const defaultOf = (name: string) => options.find((option) => option.name === name)?.default
  const flowShift = defaultOf('flow_shift')
  const usualPx = sizes.kind === 'grid' ? sizes.default.widthPx : 512
  return {
    model: { files: model.files, saving: noSaving },
    guidance: guidance?.default ?? 1,
    sampler: text(defaultOf('sampler')),
    scheduler: text(defaultOf('scheduler')),
    flowShift: typeof flowShift === 'number' ? flowShift : null,
    sidesPx: [Math.max(64, usualPx / 4), usualPx / 2, usualPx],
  }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
