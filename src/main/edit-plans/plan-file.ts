import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'
import { parse } from 'yaml'
import type { EditStep, MaskRule } from '../../shared/domain/edit-plan.ts'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/plan-file.ts'
import {
  planExtension,
  planFileSchema,
  toModel,
  type FileMask,
  type FileStep,
  type PlanFile,
} from './plan-file-schema.ts'
import { openMaskFile } from '../imaging/index.ts'
import type { Imaging, ReadMaskFile } from '../imaging/imaging.ts'
import { decodeTextFile } from '../platform/pure/decode-text-file.ts'

/** A plan apart from any document: its masks by their digest. */
export interface PlanRecipe {
  readonly name: string
  /** Where a step has a rule, its mask is null. */
  readonly steps: readonly EditStep[]
  readonly masks: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** A file holds up to 40 masks, of which most are far smaller than they may be. */
const fileBytesMax = 512 * 2 ** 20

/**
 * @param locate returns where the path of a mask leads; what leads out of the plan's folder is refused
 * @throws request/invalid naming every problem, storage/*, media/too-large
 */
export async function readPlanFile(
  path: string,
  imaging: MaskReader['imaging'],
  locate?: (path: string) => Promise<string>,
): Promise<PlanRecipe> {
  const name = basename(path)
  const fail = (thrown: unknown): never => {
    throw toFileError(thrown, messages.cannotReadPlan({ name }))
  }
  const { size } = await stat(path).catch(fail)
  if (size > fileBytesMax) throw new AppError('media/too-large', messages.fileTooLarge({ name }))
  const text = decodeTextFile(await readFile(path).catch(fail))
  return readSteps(checkPlan(text, name), { name, imaging, openMask: masksIn(dirname(path), imaging, locate) })
}

/** @param folder of its mask files. @throws like readPlanFile */
export async function parsePlan(
  text: string,
  {
    name,
    folder,
    imaging,
  }: { readonly name: string; readonly folder: string; readonly imaging: MaskReader['imaging'] },
): Promise<PlanRecipe> {
  return readSteps(checkPlan(text, name), { name, imaging, openMask: masksIn(folder, imaging) })
}

function checkPlan(text: string, name: string): PlanFile {
  const parsed = planFileSchema.safeParse(parseText(text, name))
  if (parsed.success) return parsed.data
  throw notValid(
    name,
    parsed.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`),
  )
}

/** Reads the masks of a plan. @param name for errors. @throws request/invalid, storage/*, media/too-large */
export async function readSteps(
  plan: PlanFile,
  { name, ...reader }: { readonly name: string } & MaskReader,
): Promise<PlanRecipe> {
  const masks = new Map<string, Uint8Array<ArrayBuffer>>()
  const steps: EditStep[] = []
  for (const [at, step] of plan.steps.entries()) {
    const refuse = (field: string, problem: string) =>
      notValid(name, [`${pathOf(['steps', at, 'mask', field])}: ${problem}`])
    const read = await readMask(step.mask, reader, pathOf(['steps', at, 'mask', 'png']), refuse)
    // A model is paid for that, and needs no mask for it. Content-aware fill refuses it by itself.
    if (read?.extent === 'everything' && step.model !== undefined)
      throw refuse('file' in step.mask ? 'file' : 'png', messages.maskCoversAll)
    const mask = read === null ? null : digestOf(read.maskPng)
    if (read !== null && mask !== null) masks.set(mask, read.maskPng)
    steps.push(toStep(step, at, mask))
  }
  return { name: plan.name ?? nameOf(name), steps, masks }
}

/** Its parser takes a second and some 100 MB of memory for a megabyte. Plans with large masks in them are JSON. */
const yamlCharactersMax = 2_000_000

function parseText(text: string, name: string): unknown {
  const json = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(json) as unknown
  } catch (thrown) {
    if (json.length > yamlCharactersMax) throw notReadable(name, thrown)
    return parseYaml(json, name)
  }
}

function parseYaml(text: string, name: string): unknown {
  try {
    // Aliases could grow without end.
    return parse(text, { maxAliasCount: 0 }) as unknown
  } catch (thrown) {
    throw notReadable(name, thrown)
  }
}

function notReadable(name: string, thrown: unknown): AppError {
  return new AppError('request/invalid', messages.notReadable({ name, problem: toErrorData(thrown).message }))
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    return typeof part === 'number' ? `${text}[${part}]` : [text, String(part)].filter(Boolean).join('.')
  }, '')
}

function notValid(name: string, problems: readonly string[]): AppError {
  return new AppError('request/invalid', messages.notValid({ name, problems: problems.join('; ').slice(0, 2_000) }))
}

function nameOf(file: string): string {
  return (file.endsWith(`.${planExtension}`) ? file.slice(0, -planExtension.length - 1) : file).slice(0, 200)
}

export function digestOf(png: Uint8Array): string {
  return createHash('sha256').update(png).digest('hex')
}

function toStep(step: FileStep, at: number, mask: string | null): EditStep {
  const model = step.model === undefined ? null : toModel(step.model)
  const { grow_px: growPx, feather_px: featherPx } = step
  return {
    id: `step-${at + 1}`,
    isOn: step.on ?? true,
    maskId: `plan-${at + 1}`,
    maskName: step.name ?? messages.stepNumber({ number: at + 1 }),
    mask,
    task: step.task ?? (model === null ? 'remove' : 'fill'),
    prompt: step.prompt ?? '',
    negativePrompt: step.negative_prompt ?? '',
    model,
    fillModel: step.fill_model ?? null,
    strength: step.strength ?? null,
    seed: step.seed ?? null,
    edge: (growPx ?? featherPx) === undefined ? null : { growPx: growPx ?? 0, featherPx: featherPx ?? 0 },
    rule: toRule(step.mask),
    take: 0,
  }
}

function toRule({ find, words, all = false }: FileMask): MaskRule | null {
  if (find !== undefined) return { type: find }
  return words === undefined ? null : { type: 'words', words, isAll: all }
}

/** Everything in one file: masks are embedded. */
export function renderPlan({ name, steps, masks }: PlanRecipe): string {
  const file = { name, steps: steps.map((step) => fromStep(step, masks)) }
  return `${JSON.stringify(file, null, 2)}\n`
}

function fromStep(step: EditStep, masks: PlanRecipe['masks']): FileStep {
  const { model, fillModel, edge, seed, strength, prompt, negativePrompt } = step
  return {
    name: step.maskName,
    mask: fromMask(step, masks),
    ...(model !== null && { task: step.task, model: `${model.provider}/${model.model}` }),
    ...(model !== null && prompt !== '' && { prompt }),
    ...(model !== null && negativePrompt !== '' && { negative_prompt: negativePrompt }),
    ...(model !== null && strength !== null && { strength }),
    ...(model === null && fillModel !== null && { fill_model: fillModel }),
    ...(seed !== null && { seed }),
    ...(edge !== null && { grow_px: edge.growPx, feather_px: edge.featherPx }),
    ...(!step.isOn && { on: false }),
  }
}

function fromMask({ rule, mask }: EditStep, masks: PlanRecipe['masks']): FileMask {
  if (rule?.type === 'words') return { words: rule.words, ...(rule.isAll && { all: true }) }
  if (rule !== null) return { find: rule.type }
  const png = masks.get(mask ?? '')!
  const { width, height } = pngSize(png)!
  return { png: Buffer.from(png).toString('base64'), width, height }
}

type MaskImaging = Pick<Imaging, 'readMaskFile'>

/**
 * Reads a mask that a plan names as a file. `refuse`: makes an error that names the field.
 * @throws request/invalid, storage/*, media/*
 */
type OpenMask = (file: string, refuse: (problem: string) => AppError) => Promise<ReadMaskFile>

/**
 * Opens masks in the folder of a plan.
 * @param locate returns where a path leads; what leads out of the folder is refused. Absent = links are followed
 */
function masksIn(folder: string, imaging: MaskImaging, locate?: (path: string) => Promise<string>): OpenMask {
  return async (file, refuse) => {
    const within = normalize(file)
    if (isOutside(within)) throw refuse(messages.outsideFolder)
    const path = join(folder, within)
    if (locate === undefined) return openMaskFile(path, imaging)
    const real = await locate(path)
    if (isOutside(relative(folder, real))) throw refuse(messages.outsideFolder)
    return openMaskFile(real, imaging)
  }
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split(sep).includes('..')
}

/** How the masks of a plan are read. */
interface MaskReader {
  readonly openMask: OpenMask
  readonly imaging: MaskImaging
}

/** null = it is found on each image. @param name of an embedded one, for messages. @throws request/invalid, storage/*, media/* */
async function readMask(
  mask: FileMask,
  { openMask, imaging }: MaskReader,
  name: string,
  refuse: (field: string, problem: string) => AppError,
): Promise<ReadMaskFile | null> {
  if (mask.file !== undefined) return openMask(mask.file, (problem) => refuse('file', problem))
  if (mask.png === undefined) return null
  const png = new Uint8Array(Buffer.from(mask.png, 'base64'))
  const size = pngSize(png)
  if (size === null) throw refuse('png', messages.notBase64)
  if (size.width !== mask.width || size.height !== mask.height) throw refuse('png', messages.otherSize(size))
  return imaging.readMaskFile({ bytes: png, name })
}

/** null = it is no PNG. */
function pngSize(bytes: Uint8Array): { width: number; height: number } | null {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (header.length < 33 || header.toString('latin1', 1, 4) !== 'PNG') return null
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) }
}
