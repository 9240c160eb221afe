import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { OriginKind } from '../../../shared/domain/origin-kind.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { changers } from '../../imaging/content-credentials.ts'
import type { ExportLineage } from './load-lineage.ts'

export interface PictureOrigin {
  readonly kind: OriginKind
  readonly changedBy: (typeof changers)[number]
  /** The nearest generation up its line, here or in another program; where only a part was generated, that one's. */
  readonly generation: Recipe | null
  /** The nearest picture up its line that a model made: itself, where that is so. */
  readonly madeBy: AssetRecord | null
  /** The oldest picture of its line that came from outside; null where all of it was made here. */
  readonly source: AssetRecord | null
  /** From its parent to the oldest. */
  readonly ancestors: readonly AssetId[]
}

const trained = 'trainedAlgorithmicMedia'
const composite = 'compositeWithTrainedAlgorithmicMedia'

export function findOrigin(record: AssetRecord, lineage: ExportLineage): PictureOrigin {
  const line = lineOf(record, lineage)
  const oldest = line.at(-1)!
  const madeBy = makerOf(line, lineage)
  return {
    kind: kindOf(record, lineage),
    changedBy: changerOf(line),
    generation: (line.find((each) => isMadeByModel(each) || isGeneratedElsewhere(each)) ?? madeBy)?.recipe ?? null,
    madeBy,
    source: isFromOutside(oldest) ? oldest : null,
    ancestors: line.slice(1).map(({ id }) => id),
  }
}

/** Itself, its parent and so on; a circle, which a damaged database might hold, ends it. */
export function lineOf(record: AssetRecord, lineage: ExportLineage): AssetRecord[] {
  const line: AssetRecord[] = []
  const seen = new Set<AssetId>()
  for (let each: AssetRecord | undefined = record; each !== undefined && !seen.has(each.id);) {
    line.push(each)
    seen.add(each.id)
    each = each.parentId === null ? undefined : lineage.get(each.parentId)
  }
  return line
}

/** Where an answer was laid in anew, who had given it. */
function makerOf(line: readonly AssetRecord[], lineage: ExportLineage): AssetRecord | null {
  const made = line.find((each) => isMadeByModel(each))
  const answered = made?.recipe.edit?.reblendOf ?? null
  return (answered !== null && lineage.get(answered as AssetId)) || made || partMaker(line, lineage)
}

/** A part of a picture that a model made was taken in. */
function partMaker(line: readonly AssetRecord[], lineage: ExportLineage): AssetRecord | null {
  for (const { recipe } of line) {
    const part = partOf(recipe, lineage)
    const maker = part && lineOf(part, lineage).find((each) => isMadeByModel(each))
    if (maker !== undefined) return maker
  }
  return null
}

function partOf({ takenFromId = null }: Recipe, lineage: ExportLineage): AssetRecord | undefined {
  return takenFromId === null ? undefined : lineage.get(takenFromId)
}

/** Crops and copies change no pixel that stays. */
const changingOperations: ReadonlySet<Recipe['operation']> = new Set(['fill', 'expand', 'merge', 'compose'])

function changerOf(line: readonly AssetRecord[]): PictureOrigin['changedBy'] {
  if (line.some(({ recipe }) => recipe.operation === 'external')) return 'external'
  return line.some(({ recipe }) => changingOperations.has(recipe.operation)) ? 'local' : 'nobody'
}

/** Another program's file says how it was generated. */
function isGeneratedElsewhere({ recipe: { operation, prompt, generation } }: AssetRecord): boolean {
  return operation === 'import' && ((prompt ?? null) !== null || (generation ?? null) !== null)
}

/** Whether it came from a program that generates images. */
export function hasGenerator({ dialect }: AssetRecord): boolean {
  return (dialect ?? null) !== null && dialect !== 'text' && dialect !== 'atelier'
}

/** From the oldest to the newest: each step keeps, makes or mixes. */
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

/** Mixed with others, what another program generated is not just its own any more. */
function knownKind(kind: OriginKind, record: AssetRecord, lineage: ExportLineage): OriginKind {
  return kind === 'own' && hasGenerator(lineOf(record, lineage).at(-1)!) ? trained : kind
}

/** Parts of parts of parts: what lies deeper does not change what it is called. */
const mergeDepthMax = 8

function kindAfter(before: OriginKind, step: AssetRecord): OriginKind {
  const { operation, provider } = step.recipe
  if (!isMadeByModel(step)) return before
  // The demo draws by rule; nothing was trained.
  const isDrawn = provider === 'fake'
  if (operation === 'generate') return isDrawn ? 'algorithmicMedia' : trained
  if (!isDrawn) return composite
  return before === 'own' ? 'compositeSynthetic' : before
}

function mixed(a: OriginKind, b: OriginKind): OriginKind {
  if (a === b) return a
  const isTrained = [a, b].some((each) => each === trained || each === composite)
  return isTrained ? composite : 'compositeSynthetic'
}

/** A fill by patch matching is no trained media: what a camera or an earlier program said is not for us to overrule. */
export function isMadeByModel({ recipe: { operation, generation } }: AssetRecord): boolean {
  if (operation === 'import') return false
  return operation === 'generate' || operation === 'edit' || operation === 'variations' || (generation ?? null) !== null
}

/** Other programs' recipes may say that it was generated: it came from outside all the same. */
export function isFromOutside({ recipe, dialect }: AssetRecord): boolean {
  return recipe.operation === 'import' || (dialect ?? null) !== null
}
