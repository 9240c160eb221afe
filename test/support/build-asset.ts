import type { AssetRecord } from '../../src/main/database/index.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { Recipe } from '../../src/shared/domain/asset.ts'
import { importRecipe } from '../../src/shared/domain/import-recipe.ts'
import { noAnnotations } from '../../src/shared/domain/annotations.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import { unsetNumbers } from '../../src/shared/domain/number-settings.ts'

/** Builds a plausible record; pass what the test is about. */
export function buildAsset(changes: Partial<AssetRecord> = {}): AssetRecord {
  const id = changes.id ?? newId<AssetId>()
  return {
    id,
    name: 'coffee',
    relativePath: `2026/2026-11-20/${id}.png`,
    mime: 'image/png',
    widthPx: 16,
    heightPx: 12,
    fileBytes: 700,
    modifiedAtMs: 1_795_176_000_000,
    hasAlpha: false,
    isShowable: true,
    sha256: id.toLowerCase().padEnd(64, '0'),
    createdAtMs: 1_795_176_000_000,
    trashedAtMs: null,
    parentId: null,
    hasMask: false,
    isMissing: false,
    isDamaged: false,
    safetyCheck: null,
    sharedPath: null,
    dialect: null,
    hasCredentials: null,
    rawAnswerMime: null,
    annotations: noAnnotations,
    recipe: importRecipe,
    ...changes,
  }
}

export const fillRecipe: Recipe = {
  ...importRecipe,
  operation: 'fill',
  provider: 'content-aware-fill',
  seed: 16_290,
  growPx: 4,
  featherPx: 4,
  changedInside: 48,
  changedOutside: 0,
  timingMs: 210,
}

/** Generation of an image that a model made with default settings. */
export const plainGeneration: NonNullable<Recipe['generation']> = {
  negativePrompt: null,
  revisedPrompt: null,
  requestedSize: null,
  quality: null,
  stylePreset: null,
  ...unsetNumbers,
  loras: [],
  options: {},
  referenceIds: [],
  warnings: [],
  estimateUsd: null,
  requestId: null,
  usage: {},
  trace: {},
}
