import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { OriginKind } from '../../../shared/domain/credentials.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { changers } from '../../imaging/content-credentials.ts'
import type { ExportLineage } from './load-lineage.ts'
import { numberSettingNames } from '../../../shared/domain/number-settings.ts'

export interface ImageOrigin {
  readonly kind: OriginKind
  readonly changedBy: (typeof changers)[number]
  /**
   * The nearest generation among the image and its ancestors, here or in another program; if only a merged part was
   * generated, the generation of that part.
   */
  readonly generation: Recipe | null
  /** The nearest image among the image and its ancestors that a model made. */
  readonly madeBy: AssetRecord | null
  /** The oldest ancestor that came from outside; null where all of it was made here. */
  readonly source: AssetRecord | null
  /** From its parent to the oldest ancestor. */
  readonly ancestors: readonly AssetId[]
}

const trained = 'trainedAlgorithmicMedia'
const composite = 'compositeWithTrainedAlgorithmicMedia'

export function findOrigin(record: AssetRecord, lineage: ExportLineage): ImageOrigin {
  const line = lineOf(record, lineage)
  const oldest = line.at(-1)!
  const madeBy = sourceOf(line, lineage)
  return {
    kind: kindOf(record, lineage),
    changedBy: changerOf(line),
    generation: (line.find((each) => isMadeByModel(each) || isGeneratedElsewhere(each)) ?? madeBy)?.recipe ?? null,
    madeBy,
    source: isFromOutside(oldest) ? oldest : null,
    ancestors: line.slice(1).map(({ id }) => id),
  }
}

/** The image, its parent and so on; stops at a cycle, which a damaged database might contain. */
export function lineOf(record: AssetRecord, lineage: ExportLineage): AssetRecord[] {
  const line: AssetRecord[] = []
  const seen = new Set<AssetId>()
  for (let current: AssetRecord | undefined = record; current !== undefined && !seen.has(current.id);) {
    line.push(current)
    seen.add(current.id)
    current = current.parentId === null ? undefined : lineage.get(current.parentId)
  }
  return line
}

/** Where a response was composited again, returns the image of the original response. */
function sourceOf(line: readonly AssetRecord[], lineage: ExportLineage): AssetRecord | null {
  const generated = line.find((each) => isMadeByModel(each))
  const answered = generated?.recipe.edit?.reblendOf ?? null
  return (answered !== null && lineage.get(answered as AssetId)) || generated || partSource(line, lineage)
}

/** Returns the source of a merged part that a model made. */
function partSource(line: readonly AssetRecord[], lineage: ExportLineage): AssetRecord | null {
  for (const { recipe } of line) {
    const part = partOf(recipe, lineage)
    const source = part && lineOf(part, lineage).find((each) => isMadeByModel(each))
    if (source !== undefined) return source
  }
  return null
}

function partOf({ takenFromId = null }: Recipe, lineage: ExportLineage): AssetRecord | undefined {
  return takenFromId === null ? undefined : lineage.get(takenFromId)
}

/** Crops and copies leave the remaining pixels unchanged. */
const changingOperations: ReadonlySet<Recipe['operation']> = new Set([
  'fill',
  'expand',
  'merge',
  'compose',
  'cutout',
  'depth',
  'pose',
])

function changerOf(line: readonly AssetRecord[]): ImageOrigin['changedBy'] {
  if (line.some(({ recipe }) => recipe.operation === 'external')) return 'external'
  return line.some(({ recipe }) => changingOperations.has(recipe.operation)) ? 'local' : 'nobody'
}

/** Whether another program's metadata says how the image was generated. */
function isGeneratedElsewhere({ recipe }: AssetRecord): boolean {
  return recipe.operation === 'import' && saysHow(recipe)
}

/** A graph that nobody could read leaves a recipe in which nothing is known. */
function saysHow({ prompt, model, seed, generation }: Recipe): boolean {
  const { negativePrompt, stylePreset, loras = [], options = {} } = generation ?? {}
  const numbers = numberSettingNames.map((name) => generation?.[name])
  const facts = [prompt, model, seed, negativePrompt, stylePreset, ...numbers]
  return facts.some((fact) => fact !== null && fact !== undefined) || loras.length + Object.keys(options).length > 0
}

/** Whether it came from a program that generates images. */
export function hasGenerator({ dialect }: AssetRecord): boolean {
  return (dialect ?? null) !== null && dialect !== 'text' && dialect !== 'atelier'
}

/** Walks from the oldest to the newest: each step keeps, generates or mixes. */
function kindOf(record: AssetRecord, lineage: ExportLineage, depth = 0): OriginKind {
  let kind: OriginKind = 'own'
  for (const step of lineOf(record, lineage).toReversed()) {
    kind = kindAfter(kind, step)
    const part = partOf(step.recipe, lineage)
    if (part === undefined || depth >= mergeDepthMax) continue
    kind = mixed(knownKind(kind, record, lineage), kindOf(part, lineage, depth + 1))
  }
  return depth === 0 ? kind : knownKind(kind, record, lineage)
}

/** Once mixed with others, an image from another AI program is no longer purely generated. */
function knownKind(kind: OriginKind, record: AssetRecord, lineage: ExportLineage): OriginKind {
  return kind === 'own' && hasGenerator(lineOf(record, lineage).at(-1)!) ? trained : kind
}

/** Limit for nested parts: anything deeper does not change the classification. */
const mergeDepthMax = 8

function kindAfter(previous: OriginKind, step: AssetRecord): OriginKind {
  const { operation, provider } = step.recipe
  if (!isMadeByModel(step)) return previous
  // The demo provider draws by rule; no trained model is involved.
  const isDrawn = provider === 'fake'
  if (operation === 'generate') return isDrawn ? 'algorithmicMedia' : trained
  if (!isDrawn) return composite
  return previous === 'own' ? 'compositeSynthetic' : previous
}

function mixed(a: OriginKind, b: OriginKind): OriginKind {
  if (a === b) return a
  const isTrained = [a, b].some((each) => each === trained || each === composite)
  return isTrained ? composite : 'compositeSynthetic'
}

/** A patch-matching fill is not trained media: what a camera or an earlier program declared stays. */
export function isMadeByModel({ recipe: { operation, generation } }: AssetRecord): boolean {
  if (operation === 'import') return false
  return operation === 'generate' || operation === 'edit' || operation === 'variations' || (generation ?? null) !== null
}

/** Recipes from other programs may declare a generation: the image still came from outside. */
export function isFromOutside({ recipe, dialect }: AssetRecord): boolean {
  return recipe.operation === 'import' || (dialect ?? null) !== null
}
