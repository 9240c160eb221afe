import { join } from 'node:path'
import type { Recipe } from '../shared/domain/asset.ts'
import type { Background } from '../shared/domain/background.ts'
import type { Settings } from '../shared/domain/settings.ts'
import type { VisionTask } from '../shared/domain/vision-task.ts'
import type { Assets } from './assets/assets.ts'
import type { Imaging } from './imaging/imaging.ts'
import { modelFoldersOf } from './model-files/index.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { Logger } from './platform/logger.ts'
import { startUtilityChild } from './platform/start-utility-child.ts'
import { importRecipe, localVision } from '../shared/domain/import-recipe.ts'
import { temporaryNameFor } from './platform/pure/temporary-name.ts'
import {
  createBackgroundRemoval,
  createDescriptionQueue,
  createDescriptions,
  createEmbeddings,
  createMeaningSearch,
  createObjectSelection,
  createVision,
  listByTask,
  type ObjectSelection,
  type VisionModels,
} from './vision/index.ts'
import type { BackgroundRemoval } from './vision/background-removal.ts'
import type { DescriptionQueue, Descriptions } from './vision/descriptions.ts'
import type { Embeddings } from './vision/embeddings.ts'
import type { MeaningSearch } from './vision/meaning-search.ts'

export interface OpenedVision {
  readonly embeddings: Embeddings
  readonly backgrounds: BackgroundRemoval
  readonly objects: ObjectSelection
  readonly meaning: MeaningSearch
  readonly descriptions: Descriptions
  readonly descriptionQueue: DescriptionQueue
  /** Looks through the model folders again: a model may just have arrived. */
  models(): Promise<VisionModels>
  dispose(): Promise<void>
}

export interface VisionOptions {
  /** Folder of the built child process entries. */
  readonly builtFolder: string
  readonly paths: HomePaths
  readonly settings: { get(): Settings; onChanged(listener: () => void): () => void }
  readonly assets: Pick<Assets, 'vectors' | 'descriptions' | 'files' | 'changes' | 'records' | 'results'>
  readonly imaging: Imaging
  readonly logger: Logger
  /** Commands exit after their work: only the window embeds new images. */
  readonly startedBy: 'window' | 'command-line'
}

/** Models stay loaded between calls: one that describes images, with what it computes, has some 2 GB. */
const idleRssBytesMax = 4_000_000_000

/** Opens what embeds images and texts. Its process starts with the first call. */
export function openVision(options: VisionOptions): OpenedVision {
  const { builtFolder, paths, settings, assets, imaging, logger, startedBy } = options
  const vision = createVision({
    start: () => startUtilityChild(join(builtFolder, 'vision.js'), { name: 'Atelier Vision', loadsForeignCode: true }),
    idleRssBytesMax,
  })
  const library = {
    ...assets.vectors,
    locate: (id: Parameters<typeof assets.files.locate>[0]) => assets.files.locate(id, 'thumb-512'),
  }
  const modelFolders = () => modelFoldersOf(settings.get(), paths.models)
  const preferred = (task: VisionTask) => () => settings.get().visionModels[task] ?? null
  const embeddings = createEmbeddings({ imaging, vision, library, modelFolders, preferred: preferred('search') })
  const isOn = () => startedBy === 'window' && settings.get().indexesByMeaning
  const meaning = createMeaningSearch({ embeddings, library, isOn, logger })
  const stopListening = [
    settings.onChanged(meaning.wake),
    assets.changes.onChanged(({ ids, reason }) => (reason === 'added' || ids.length === 0) && meaning.wake()),
  ]
  const backgrounds = openBackgrounds(options, { vision, modelFolders, preferred: preferred('background') })
  const objects = createObjectSelection({
    imaging,
    vision,
    locate: (id) => assets.files.locate(id, 'original'),
    modelFolders,
    preferred: preferred('objects'),
  })
  const { descriptions, queue: descriptionQueue } = openDescriptions(options, {
    vision,
    modelFolders,
    preferred: preferred('describe'),
  })
  return {
    embeddings,
    descriptions,
    descriptionQueue,
    meaning,
    backgrounds,
    objects,
    async models() {
      const fresh = { isFresh: true }
      const found = {
        search: await embeddings.models(fresh),
        objects: await objects.models(fresh),
        background: await backgrounds.models(fresh),
        describe: await descriptions.models(fresh),
      }
      meaning.wake()
      descriptionQueue.wake()
      return listByTask(found)
    },
    async dispose() {
      for (const stop of stopListening) stop()
      await Promise.all([meaning.dispose(), descriptionQueue.dispose()])
      await embeddings.dispose()
    },
  }
}

function openBackgrounds(
  { assets, imaging, paths }: VisionOptions,
  needs: Pick<Parameters<typeof createBackgroundRemoval>[0], 'vision' | 'modelFolders' | 'preferred'>,
): BackgroundRemoval {
  return createBackgroundRemoval({
    imaging,
    ...needs,
    library: {
      locate: (id) => assets.files.locate(id, 'original'),
      add: async ({ temporaryPath, parentId, background, model, timingMs, ...size }) =>
        assets.results.add({
          ...size,
          temporaryPath,
          temporaryMaskPath: null,
          rawAnswer: null,
          parentId,
          name: {
            from: (await assets.records.require(parentId)).name,
            task: background === null ? 'cutout' : 'background',
          },
          mime: 'image/png',
          hasAlpha: background === null,
          recipe: {
            ...importRecipe,
            operation: 'cutout',
            ...(background && recordBackground(background)),
            provider: localVision,
            model: model.name,
            timingMs,
            costUsd: 0,
          },
        }),
    },
    temporaryPath: () => temporaryNameFor(join(paths.temporary, 'cutout')),
  })
}

function openDescriptions(
  { assets, imaging, logger, startedBy }: VisionOptions,
  needs: Pick<Parameters<typeof createDescriptions>[0], 'vision' | 'modelFolders' | 'preferred'>,
) {
  const stored = assets.descriptions
  const descriptions = createDescriptions({
    imaging,
    ...needs,
    library: { ...stored, locate: (id) => assets.files.locate(id, 'original') },
  })
  const isOn = () => startedBy === 'window'
  return { descriptions, queue: createDescriptionQueue({ descriptions, stored: stored.queue, isOn, logger }) }
}

function recordBackground(background: Background): Pick<Recipe, 'background' | 'takenFromId'> {
  if (background.type !== 'image') return { background }
  return { background: { type: 'image' }, takenFromId: background.id }
}
