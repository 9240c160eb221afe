import type { LocalModelView } from '../../shared/domain/local-setup.ts'
import { compareNames } from '../../shared/messages/formats.ts'
import { createHash } from 'node:crypto'
import { dirname, join, sep } from 'node:path'
import * as messages from '../../shared/messages/en/model-files.ts'
import { modelNameOf } from './file-names.ts'
import { familyOf, type FamilyId, type NeededPart } from './families.ts'
import type { ModelSlot, PartKind } from './model-kinds.ts'
import type { ImageModel, RecognizedModel } from './recognize/recognized-model.ts'

/** A recognized file. */
export interface LocalFile {
  readonly path: string
  readonly recognized: RecognizedModel
}

/** Absolute paths by the role the files have for the engine. A diffusers model is a folder. */
export type ModelFiles = Readonly<Partial<Record<ModelSlot, string>>>

/** A model family's set of files: what is loaded to draw with it. */
export interface LocalModel extends Readonly<
  Pick<LocalModelView, 'id' | 'label' | 'quantization' | 'bytes' | 'isReady'>
> {
  readonly family: FamilyId
  readonly files: ModelFiles
  /** Of its bytes, the text encoders and the VAE. */
  readonly encoderBytes: number
  readonly vaeBytes: number
  /** As text, such as “needs a FLUX VAE (ae.safetensors)”. */
  readonly missing: readonly string[]
}

type Main = LocalFile & { readonly recognized: RecognizedModel & ImageModel }

/** Combines image models with the encoders and VAEs they need, which can serve any number of models. */
export function assembleSets(files: readonly LocalFile[]): LocalModel[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const mains = files.filter(isMain).toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const parts = files.filter(({ recognized }) => recognized.kind === 'part')
  const takenIds = new Set<string>()
  const sets = mains.map((main) => ({ id: takeId(main.path, takenIds), ...assemble(main, parts, byPath) }))
  // Sorted by name, regardless of folder.
  return sets.toSorted((a, b) => compareNames(a.label, b.label))
}

function isMain(file: LocalFile): file is Main {
  return file.recognized.kind === 'image-model'
}

function assemble(
  main: Main,
  parts: readonly LocalFile[],
  byPath: ReadonlyMap<string, LocalFile>,
): Omit<LocalModel, 'id'> {
  const { family: id, quantization } = main.recognized
  const { held, missing, ...contents } = main.recognized.isOfFolder ? wholeFolder(main, byPath) : wholeFile(main)
  const family = familyOf(id)
  const slots = new Map<ModelSlot, LocalFile>()
  for (const need of family.parts.filter(({ slot }) => !held.includes(slot))) {
    if (need.slot === 'llmVision' && hasEyes(slots.get('llm'))) continue
    const part = bestOf(need.fits, need, main, parts)
    const standIn = part === null && need.slot === 'vae' ? bestOf(family.tinyVae, need, main, parts) : null
    if (part !== null) slots.set(need.slot, part)
    else if (standIn !== null) slots.set('taesd', standIn)
    else if (!need.isOptional) missing.push(messages.needsName({ name: need.name }))
  }
  return {
    label: modelNameOf(main.path),
    family: id,
    quantization,
    files: { ...contents.files, ...Object.fromEntries([...slots].map(([slot, { path }]) => [slot, path])) },
    bytes: sumOf(slots, () => true) + contents.bytes,
    encoderBytes: sumOf(slots, (slot) => !isVae(slot)) + contents.encoderBytes,
    vaeBytes: sumOf(slots, isVae) + contents.vaeBytes,
    missing,
    isReady: missing.length === 0,
  }
}

const isVae = (slot: ModelSlot) => slot === 'vae' || slot === 'taesd'

function sumOf(slots: ReadonlyMap<ModelSlot, LocalFile>, isMeant: (slot: ModelSlot) => boolean): number {
  return [...slots].reduce((sum, [slot, { recognized }]) => (isMeant(slot) ? sum + recognized.bytes : sum), 0)
}

/** What the engine gets first, a file or a diffusers folder, and which of the family's parts it includes. */
interface Whole {
  readonly files: ModelFiles
  readonly bytes: number
  readonly encoderBytes: number
  readonly vaeBytes: number
  readonly held: readonly ModelSlot[]
  readonly missing: string[]
}

function wholeFile({ path, recognized: { holds, bytes, encoderBytes, vaeBytes } }: Main): Whole {
  const files = { [holds.length > 0 ? 'model' : 'diffusion']: path }
  return { files, bytes, encoderBytes, vaeBytes, held: holds, missing: [] }
}

/** Files next to a diffusers UNet, by the names the engine looks for in the folder. */
export const folderParts: readonly (readonly [slot: ModelSlot, ...path: string[]])[] = [
  ['clipL', 'text_encoder', 'model.safetensors'],
  ['clipG', 'text_encoder_2', 'model.safetensors'],
  ['vae', 'vae', 'diffusion_pytorch_model.safetensors'],
]

function wholeFolder({ path, recognized }: Main, byPath: ReadonlyMap<string, LocalFile>): Whole {
  const folder = dirname(dirname(path))
  const present = folderParts.flatMap(([slot, ...names]) => {
    const file = byPath.get(join(folder, ...names))
    return file === undefined ? [] : [{ slot, bytes: file.recognized.bytes }]
  })
  const heldSlots = present.map(({ slot }) => slot)
  const isNamed = path === join(folder, 'unet', 'diffusion_pytorch_model.safetensors')
  const needed = familyOf(recognized.family).architecture === 'sdxl' ? ['clipL', 'clipG'] : ['clipL']
  const lacks = folderParts.find(([slot]) => needed.includes(slot) && !heldSlots.includes(slot))
  if (!isNamed || lacks !== undefined) {
    const [, ...names] = lacks ?? ['clipL', 'unet', 'diffusion_pytorch_model.safetensors']
    const missing = [messages.needsDiffusersFolder({ names: names.join('/') })]
    const { bytes, encoderBytes, vaeBytes } = recognized
    return { files: { model: folder }, bytes, encoderBytes, vaeBytes, held: ['clipL', 'clipG', 'vae'], missing }
  }
  const bytesOf = (isMeant: (slot: ModelSlot) => boolean) =>
    present.reduce((sum, part) => (isMeant(part.slot) ? sum + part.bytes : sum), 0)
  const [encoderBytes, vaeBytes] = [bytesOf((slot) => !isVae(slot)), bytesOf(isVae)]
  const bytes = recognized.bytes + encoderBytes + vaeBytes
  return { files: { model: folder }, bytes, encoderBytes, vaeBytes, held: heldSlots, missing: [] }
}

function hasEyes(file: LocalFile | undefined): boolean {
  return file?.recognized.kind === 'part' && file.recognized.hasVision
}

function bestOf(
  kinds: readonly PartKind[],
  { slot }: NeededPart,
  main: Main,
  parts: readonly LocalFile[],
): LocalFile | null {
  const { textWidth } = main.recognized
  const isRead = slot === 't5xxl' || slot === 'llm' || slot === 'llmVision'
  const fitting = parts.filter(({ recognized }) => {
    if (recognized.kind !== 'part' || !kinds.includes(recognized.part)) return false
    return !isRead || textWidth === null || recognized.width === null || recognized.width === textWidth
  })
  const rank = (file: LocalFile) => [-nearness(file.path, main.path), misfit(file, slot, main)] as const
  const ranked = fitting.map((file) => ({ file, rank: rank(file) }))
  ranked.sort((a, b) => {
    const [near, fit] = a.rank.map((value, index) => value - (b.rank[index] ?? 0))
    return near || fit || (a.file.path < b.file.path ? -1 : 1)
  })
  return ranked[0]?.file ?? null
}

const nearest = 1_000

/** Number of folders two paths have in common; the same folder is nearest. */
function nearness(a: string, b: string): number {
  if (dirname(a) === dirname(b)) return nearest
  const [first, second] = [a.split(sep), b.split(sep)]
  const differsAt = first.findIndex((name, index) => name !== second[index])
  return differsAt === -1 ? first.length : differsAt
}

/** Prefers an encoder quantized like the model (below 4.5 bits it loses words), and an unquantized VAE. */
function misfit({ recognized }: LocalFile, slot: ModelSlot, main: Main): number {
  const idealBits = slot === 'vae' ? 16 : Math.max(main.recognized.bits, 4.5)
  return Math.abs(recognized.bits - idealBits)
}

/** The first by path gets the plain name; others of the same name also get a hash of their path. */
function takeId(path: string, takenIds: Set<string>): string {
  const plain = modelNameOf(path)
    .replaceAll(/[^\w.+-]+/g, '-')
    .slice(0, 200)
  const id = takenIds.has(plain) ? `${plain}-${createHash('sha256').update(path).digest('hex').slice(0, 6)}` : plain
  takenIds.add(id)
  return id
}
