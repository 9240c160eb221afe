import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { programPathSchema } from '../../../shared/domain/guarded-values.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import { libraryIsFolder } from '../../../shared/messages/en/engine.ts'
import * as messages from '../../../shared/messages/en/cli-models.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { noSaving, tryEngine, writeTinyModel, type Trial } from '../../engine/index.ts'
import { localModelCard, scanFolders, type LocalModel } from '../../model-files/index.ts'
import { isOfAnotherRelease } from '../../local-service/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import type { Report } from '../report-schema.ts'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

const group = 'models'

export const useEngineCommand = defineCommand({
  name: 'engine use',
  group,
  summary: messages.chooseEngine,
  details: messages.chooseEngineDetails,
  args: { '<library>': messages.engineLibrary },
  examples: ['engine use ~/sd.cpp/libstable-diffusion.so', 'engine use master-827-97d2990-cpu'],
  async run(_values, [word = ''], context) {
    const releases = await (await context.services()).engineReleases()
    const { installed } = await releases.overview()
    if (installed.some(({ name }) => name === word)) {
      const { engine, facts } = await releases.use(word, context.signal)
      return toOutcome(engine.libraryPath, facts)
    }
    const path = programPathSchema.parse(resolve(context.workingFolder, word))
    const local = await (await context.services()).local()
    return toOutcome(path, await local.useEngine(path, context.signal))
  },
})

export const testEngineCommand = defineCommand({
  name: 'engine test',
  group,
  summary: messages.testEngine,
  details: messages.testDetails,
  options: {
    library: { value: 'file', help: messages.testLibrary },
    thorough: { help: messages.testThoroughly },
    model: { value: 'file', isMany: true, help: messages.testModel },
  },
  examples: ['engine test', 'engine test --thorough', 'engine test --library ./libstable-diffusion.so --json'],
  async run({ library, thorough = false, model = [] }, _args, context) {
    const path = library === undefined ? await requireEngine(context) : await requireLibrary(library, context)
    const facts = await prove(path, context)
    const trials = thorough || model.length > 0 ? await tryLibrary(path, model, context) : []
    const lines = trials.map(
      ({ name, ms, note }) => `${name.padEnd(22)}  ${`${Math.round(ms)} ms`.padStart(9)}  ${note}`,
    )
    return toOutcome(path, facts, lines, trials.length === 0 ? {} : { trials })
  },
})

export const forgetEngineCommand = defineCommand({
  name: 'engine forget',
  group,
  summary: messages.forgetEngine,
  examples: ['engine forget'],
  async run(_values, _args, context) {
    const path = await requireEngine(context)
    await (await (await context.services()).local()).forgetEngine()
    return {
      lines: [messages.engineForgotten({ path })],
      report: successReport({ engine: null }),
    }
  },
})

async function prove(path: string, context: CommandContext): Promise<EngineFacts> {
  const engine = await (await context.services()).engine()
  return engine.prove(path, context.signal)
}

async function requireLibrary(word: string, { workingFolder }: CommandContext): Promise<string> {
  const path = resolve(workingFolder, word)
  const stats = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotOpenEngine({ path }))
  })
  if (!stats.isFile()) throw badInput(libraryIsFolder({ path }))
  return path
}

async function requireEngine({ settings }: CommandContext): Promise<string> {
  const { enginePath } = await settings.load()
  if (enginePath === null) throw badInput(messages.noEngineYet)
  return enginePath
}

function toOutcome(
  path: string,
  facts: EngineFacts,
  extraLines: readonly string[] = [],
  measured: Partial<Report> = {},
): CommandOutcome {
  return {
    lines: [
      `${path}: stable-diffusion.cpp ${facts.version} ${facts.commit}`.trimEnd(),
      ...facts.devices.map(({ name, label }) => `${name.padEnd(10)}  ${label}`),
      ...extraLines,
    ],
    problems: isOfAnotherRelease(facts) ? [messages.anotherRelease({ release: facts.fits })] : [],
    report: successReport({ engine: engineReport(path, facts), ...measured }),
  }
}

/** An engine in machine-readable form. */
export function engineReport(path: string, { devices, ...facts }: EngineFacts) {
  return {
    path,
    ...facts,
    devices: devices.map(({ freeBytes, totalBytes, ...device }) => ({
      ...device,
      free_bytes: freeBytes,
      total_bytes: totalBytes,
    })),
  }
}

/** Benchmarks an engine with a model's files, or with the random model where none are given. */
async function tryLibrary(
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
    const subject = { model, settings: {}, sidesPx: [64, 128, 256] }
    await tryEngine({ ...options, subject })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  return trials
}

async function requireModel(args: readonly string[], { workingFolder, signal }: CommandContext): Promise<LocalModel> {
  const paths = args.map((word) => resolve(workingFolder, word))
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
  const reason = reasons.length === 0 ? messages.nameEveryFile : joinSentences(...reasons)
  throw badInput(messages.modelIncomplete({ reason }))
}

function toSubject(model: LocalModel) {
  const { sizes, guidance, options } = localModelCard(model)
  const defaultOf = (name: string) => options.find((option) => option.name === name)?.default
  const flowShift = defaultOf('flow_shift')
  const usualPx = sizes.kind === 'grid' ? sizes.default.widthPx : 512
  return {
    model: { files: model.files, saving: noSaving },
    settings: {
      guidance: guidance?.default ?? 1,
      sampler: text(defaultOf('sampler')),
      scheduler: text(defaultOf('scheduler')),
      flowShift: typeof flowShift === 'number' ? flowShift : null,
    },
    sidesPx: [Math.max(64, usualPx / 4), usualPx / 2, usualPx],
  }
}
