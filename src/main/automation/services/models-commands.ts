import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type ModelFolder, modelFolderSchema } from '../../../shared/domain/guarded-values.ts'
import { fitLabels } from '../../../shared/domain/local-setup.ts'
import { visionTaskLabels } from '../../../shared/domain/vision.ts'
import { toErrorData, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-models.ts'
import { folderIsFile } from '../../../shared/messages/en/engine.ts'
import type { MemoryPlan } from '../../engine/engine.ts'
import {
  familyOf,
  type FolderScan,
  type LocalFile,
  type LocalModel,
  localModelCard,
  modelFoldersOf,
  type RecognizedModel,
  scanFolders,
} from '../../model-files/index.ts'
import type { VisionModels } from '../../vision/index.ts'
import { type CommandContext, type CommandOutcome, defineCommand } from '../program/command.ts'
import { badInput, formatBytesOf } from '../read-options.ts'
import type { ReportedModels } from '../report-schema.ts'
import { successReport } from '../report.ts'

const group = 'models'
const folderArgument = { '<folder>': messages.modelFolder }

export const listModelsCommand = defineCommand({
  name: 'models list',
  group,
  summary: messages.listModels,
  details: messages.listDetails,
  options: { folder: { value: 'folder', isMany: true, help: messages.scanFolder } },
  examples: ['models list', 'models list --folder ~/ComfyUI/models --json'],
  async run({ folder }, _args, context) {
    const named = folder && (await Promise.all(folder.map((word) => requireFolder(word, context))))
    const settings = await context.settings.load()
    const folders = named ?? (await modelFoldersOf(settings, context.paths.models))
    const scan = await scanFolders(folders, context.signal)
    const { findVisionModels } = await import('../../vision/index.ts')
    const vision = await findVisionModels(folders)
    const { planOf, problem } = await openMemory(settings.enginePath, context)
    return {
      lines:
        folders.length === 0 ? [messages.noModelsYet] : [...describeVision(vision), ...(await describe(scan, planOf))],
      problems: [...[...scan.refused, ...vision.refused].map(({ error }) => error.message), ...problem],
      report: successReport({ model_folders: folders, local_models: toReport(scan, planOf, vision) }),
    }
  },
})

export const importModelsCommand = defineCommand({
  name: 'models import',
  group,
  summary: messages.importModels,
  args: folderArgument,
  examples: ['models import ~/ComfyUI/models'],
  async run(_values, [word = ''], context) {
    const folder = resolve(context.workingFolder, word)
    const { modelFolders } = await context.settings.load()
    if (modelFolders.some((each) => each === folder)) return toOutcome([messages.folderKnown({ folder })], modelFolders)
    await (await localOf(context)).addFolder(folder)
    const { models } = await scanFolders([folder], context.signal)
    const ready = models.filter(({ isReady }) => isReady).length
    const { modelsInFolder } = await import('../../../shared/messages/en/cli-counts.ts')
    return toOutcome([modelsInFolder({ folder, count: models.length, complete: ready })], await foldersOf(context))
  },
})

export const forgetModelsCommand = defineCommand({
  name: 'models forget',
  group,
  summary: messages.forgetModels,
  args: folderArgument,
  examples: ['models forget ~/ComfyUI/models'],
  async run(_values, [word = ''], context) {
    const folder = resolve(context.workingFolder, word)
    await (await localOf(context)).forgetFolder(folder)
    return toOutcome([messages.folderForgotten({ folder })], await foldersOf(context))
  },
})

const localOf = async (context: CommandContext) => (await context.services()).local()

async function foldersOf({ settings }: CommandContext): Promise<readonly string[]> {
  return (await settings.load()).modelFolders
}

function toOutcome(lines: readonly string[], folders: readonly string[]): CommandOutcome {
  return { lines, report: successReport({ model_folders: folders }) }
}

async function requireFolder(word: string, context: CommandContext): Promise<ModelFolder> {
  const folder = resolve(context.workingFolder, word)
  const stats = await stat(folder).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotReadFolder({ folder }))
  })
  if (!stats.isDirectory()) throw badInput(folderIsFile({ path: folder }))
  return modelFolderSchema.parse(folder)
}

/** Memory plan of a model at its default size; null = unknown. */
type PlanOf = (model: LocalModel) => MemoryPlan | null

async function openMemory(
  enginePath: string | null,
  context: CommandContext,
): Promise<{ readonly planOf: PlanOf; readonly problem: readonly string[] }> {
  if (enginePath === null) return { planOf: () => null, problem: [] }
  try {
    const local = await localOf(context)
    await local.inspectEngine()
    // The memory use of missing files is unknown.
    return { planOf: (model) => (model.isReady ? local.planMemory(model) : null), problem: [] }
  } catch (thrown) {
    return { planOf: () => null, problem: [messages.fitUnknown({ reason: toErrorData(thrown).message })] }
  }
}

async function describe({ models, files }: FolderScan, planOf: PlanOf): Promise<string[]> {
  const { modelsComplete } = await import('../../../shared/messages/en/cli-counts.ts')
  const otherFiles = files.filter(isOther)
  const ready = models.filter(({ isReady }) => isReady).length
  return [
    ...models.flatMap((model) => describeModel(model, planOf(model))),
    ...otherFiles.map((file) => `${whatIs(file.recognized).padEnd(statePlaces)}  ${basename(file.path)}`),
    modelsComplete({ count: models.length, complete: ready }),
  ]
}

const statePlaces = 10

function describeModel(model: LocalModel, plan: MemoryPlan | null): string[] {
  const { id, isReady, family, quantization, bytes, files, missing } = model
  const fitText = plan === null ? [] : [fitLabels[plan.fit]]
  const facts = [familyOf(family).label, quantization, formatBytesOf(bytes), ...fitText].join(' · ')
  const indent = ' '.repeat(statePlaces + 2)
  return [
    `${(isReady ? messages.ready : messages.incomplete).padEnd(statePlaces)}  ${id}  ${facts}`,
    ...Object.entries(files).map(([slot, path]) => `${indent}${slot}: ${path}`),
    ...missing.map((message) => `${indent}${message}`),
  ]
}

function describeVision({ models }: VisionModels): string[] {
  return models.map(({ name, task }) => `${messages.ready.padEnd(statePlaces)}  ${name}  ${visionTaskLabels[task]}`)
}

/** Files listed separately: neither models nor parts of models. */
function isOther({ recognized }: LocalFile): boolean {
  return recognized.kind !== 'image-model' && recognized.kind !== 'part'
}

function whatIs(recognized: RecognizedModel): string {
  switch (recognized.kind) {
    case 'image-model':
    case 'part':
      return recognized.kind
    case 'lora':
      return withArchitecture('LoRA', recognized)
    case 'controlnet':
      return withProblem(withArchitecture('ControlNet', recognized), recognized.problem)
    case 'ip-adapter':
      return withArchitecture('IP-Adapter', recognized)
    case 'embedding':
      return withArchitecture(messages.embedding, recognized)
    case 'upscaler':
      return messages.upscaler
    case 'other':
      return messages.notUsed({ what: recognized.label ?? messages.unknownFile })
  }
}

function withArchitecture(name: string, { architecture }: { readonly architecture: string | null }): string {
  return architecture === null ? name : messages.ofArchitecture({ name, architecture })
}

const withProblem = (text: string, problem: string | null): string =>
  problem === null ? text : messages.notUsedBecause({ what: text, reason: problem })

function toReport({ models, files, refused }: FolderScan, planOf: PlanOf, vision: VisionModels): ReportedModels {
  return {
    vision: vision.models.map(({ id, name, task }) => ({ id, name, task })),
    models: models.map((model) => reportModel(model, planOf(model))),
    others: files.filter(isOther).map(({ path, recognized }) => ({ path, ...recognized })),
    refused: [...refused, ...vision.refused].map(({ path, error }) => ({
      path,
      error: error.message,
      error_code: error.code,
    })),
  }
}

function reportModel(model: LocalModel, plan: MemoryPlan | null) {
  const { id, label, family, quantization, files, bytes, missing, isReady } = model
  const { sizes, steps, guidance, edits, referencesMax, loras, control, options } = localModelCard(model)
  const { license } = familyOf(family)
  const defaultOf = (name: string) => options.find((option) => option.name === name)?.default ?? null
  return {
    id,
    label,
    family,
    quantization,
    files,
    bytes,
    ready: isReady,
    missing,
    license: license?.name ?? null,
    license_page: license?.page ?? null,
    size: sizes.kind === 'grid' ? `${sizes.default.widthPx}x${sizes.default.heightPx}` : null,
    steps: steps?.default ?? null,
    guidance: guidance?.default ?? null,
    sampler: defaultOf('sampler'),
    scheduler: defaultOf('scheduler'),
    edit: edits,
    references: referencesMax,
    loras: loras !== null,
    control_image: control !== undefined,
    fit: plan?.fit ?? null,
    memory_needed_bytes: plan && Math.round(plan.neededBytes),
    memory_free_bytes: plan && Math.round(plan.freeBytes),
  }
}
