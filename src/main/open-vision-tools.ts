import { join } from 'node:path'
import type { Asset, Recipe } from '../shared/domain/asset.ts'
import type { Background } from '../shared/domain/background.ts'
import { importRecipe, localVision } from '../shared/domain/import-recipe.ts'
import type { AssetId } from '../shared/domain/ids.ts'
import type { Size } from '../shared/util/geometry.ts'
import type { ResultTask } from '../shared/util/result-name.ts'
import type { Assets } from './assets/assets.ts'
import type { Imaging } from './imaging/imaging.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'
import { temporaryNameFor } from './platform/pure/temporary-name.ts'
import {
  createBackgroundRemoval,
  createControlImages,
  createDescriptionQueue,
  createDescriptions,
  createDetection,
  createObjectSelection,
  type ControlImages,
  type Detection,
  type ObjectSelection,
} from './vision/index.ts'
import type { BackgroundRemoval } from './vision/background-removal.ts'
import type { DescriptionQueue, Descriptions } from './vision/descriptions.ts'

/** What the tools of vision need of the program. */
export interface VisionToolOptions {
  readonly paths: HomePaths
  readonly assets: Pick<Assets, 'vectors' | 'descriptions' | 'files' | 'changes' | 'records' | 'references' | 'results'>
  readonly imaging: Imaging
  readonly logger: Logger
  /** Commands exit after their work: only the window embeds new images. */
  readonly startedBy: 'window' | 'command-line'
}

export function openObjects(
  { assets, imaging }: VisionToolOptions,
  needs: Pick<Parameters<typeof createObjectSelection>[0], 'vision' | 'modelFolders' | 'preferred'>,
): ObjectSelection {
  return createObjectSelection({ imaging, ...needs, locate: (id) => assets.files.locate(id, 'original') })
}

export function openDetection(
  { assets, imaging }: VisionToolOptions,
  needs: Pick<Parameters<typeof createDetection>[0], 'vision' | 'modelFolders' | 'preferred'>,
): Detection {
  return createDetection({ imaging, ...needs, locate: (id) => assets.files.locate(id, 'original') })
}

export function openBackgrounds(
  { assets, imaging, paths }: VisionToolOptions,
  needs: Pick<Parameters<typeof createBackgroundRemoval>[0], 'vision' | 'modelFolders' | 'preferred'>,
): BackgroundRemoval {
  return createBackgroundRemoval({
    imaging,
    ...needs,
    library: {
      locate: (id) => assets.files.locate(id, 'original'),
      add: ({ background, model, agent, timingMs, ...made }) =>
        addMade(assets, made, {
          task: background === null ? 'cutout' : 'background',
          hasAlpha: background === null,
          recipe: {
            operation: 'cutout',
            ...(background && recordBackground(background)),
            model: model.name,
            ...(agent && { agent }),
            timingMs,
          },
        }),
    },
    temporaryPath: () => temporaryNameFor(join(paths.temporary, 'cutout')),
  })
}

export function openControls(
  { assets, imaging, paths }: VisionToolOptions,
  needs: Pick<Parameters<typeof createControlImages>[0], 'vision' | 'modelFolders' | 'preferred'>,
): ControlImages {
  return createControlImages({
    imaging,
    ...needs,
    library: {
      locate: (id) => assets.files.locate(id, 'original'),
      find: async (id, { kind, model }) => {
        const isSame = ({ recipe, isMissing, trashedAtMs }: Asset) =>
          recipe.operation === kind && recipe.model === model && !isMissing && trashedAtMs === null
        return (await assets.records.children(id)).find(isSame) ?? null
      },
      add: ({ kind, model, agent, timingMs, ...made }) =>
        addMade(assets, made, {
          task: kind,
          hasAlpha: false,
          recipe: { operation: kind, model, ...(agent && { agent }), timingMs },
        }),
    },
    temporaryPath: () => temporaryNameFor(join(paths.temporary, 'control')),
  })
}

interface Made extends Size {
  readonly temporaryPath: string
  readonly parentId: AssetId
}

/** Adds what a model has made of an image as its child. */
async function addMade(
  { results, records }: VisionToolOptions['assets'],
  { temporaryPath, parentId, widthPx, heightPx }: Made,
  {
    task,
    hasAlpha,
    recipe,
  }: { readonly task: ResultTask; readonly hasAlpha: boolean; readonly recipe: Partial<Recipe> },
): Promise<Asset> {
  return results.add({
    widthPx,
    heightPx,
    temporaryPath,
    temporaryMaskPath: null,
    rawAnswer: null,
    parentId,
    name: { from: (await records.require(parentId)).name, task },
    mime: 'image/png',
    hasAlpha,
    recipe: { ...importRecipe, provider: localVision, costUsd: 0, ...recipe },
  })
}

export function openDescriptions(
  { assets, imaging, logger, startedBy }: VisionToolOptions,
  needs: Pick<Parameters<typeof createDescriptions>[0], 'vision' | 'modelFolders' | 'preferred'>,
): { readonly descriptions: Descriptions; readonly descriptionQueue: DescriptionQueue } {
  const stored = assets.descriptions
  const descriptions = createDescriptions({
    imaging,
    ...needs,
    library: { ...stored, locate: (id) => assets.files.locate(id, 'original') },
  })
  const isOn = () => startedBy === 'window'
  return {
    descriptions,
    descriptionQueue: createDescriptionQueue({ descriptions, stored: stored.queue, isOn, logger }),
  }
}

function recordBackground(background: Background): Pick<Recipe, 'background' | 'takenFromId'> {
  if (background.type !== 'image') return { background }
  return { background: { type: 'image' }, takenFromId: background.id }
}
