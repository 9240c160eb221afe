import { didYouMean } from '../../../shared/domain/did-you-mean.ts'
import { missingModelError } from '../../../shared/domain/suggested-models.ts'
import type { VisionTask } from '../../../shared/domain/vision.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { findOnnxModels, type FoundModels } from './find-onnx-models.ts'
import type { NamedModel } from './model-folder.ts'

/** Where models of one kind are looked for, and which of them comes first. */
export interface ModelPlaces {
  readonly modelFolders: () => Promise<readonly string[]>
  /** ID of the model a person chose; it comes first. null = none. */
  readonly preferred?: () => string | null
  /**
   * How long a scan of the same model folders counts that found nothing; one with models counts ten times as long. Default:
   * 30 s, far less than it takes to get a model.
   */
  readonly rescanMs?: number
}

interface ModelFinderOptions<Model> extends ModelPlaces {
  /** Reads a folder, or a single graph; null = it is another kind of model. */
  readonly read: (path: string) => Promise<Model | null>
  /** What its models are for: where there is none, one is suggested. */
  readonly task: VisionTask
  readonly unknown: (of: { readonly name: string }) => string
}

/** A model that was found is rarely deleted, and downloads and folders are looked at anew anyway (`isFresh`). */
const foundCounts = 10

/** The models of one kind in the model folders. */
export interface ModelFinder<Model> {
  /** The one to use first. A scan counts for a while (`rescanMs`); `isFresh` scans again. */
  models(options?: { readonly isFresh: boolean }): Promise<FoundModels<Model>>
  /** The model of that name or ID; without one, the first. @throws model/missing */
  model(name?: string): Promise<Model>
}

export function createModelFinder<Model extends NamedModel>({
  modelFolders,
  read,
  preferred = () => null,
  task,
  unknown,
  rescanMs = 30_000,
}: ModelFinderOptions<Model>): ModelFinder<Model> {
  let scan: { readonly of: string; untilMs: number; readonly found: Promise<FoundModels<Model>> } | null = null

  /** A search with every key that is typed must not look through the folders each time. */
  async function scanned(isFresh: boolean): Promise<FoundModels<Model>> {
    const folders = await modelFolders()
    const of = folders.join('\n')
    if (!isFresh && scan?.of === of && performance.now() < scan.untilMs) return scan.found
    const current = { of, untilMs: performance.now() + rescanMs, found: findOnnxModels(folders, read) }
    scan = current
    current.found.then(
      ({ models: found }) => {
        if (found.length > 0) current.untilMs = performance.now() + foundCounts * rescanMs
      },
      () => (scan = null),
    )
    return current.found
  }

  async function models({ isFresh } = { isFresh: false }): Promise<FoundModels<Model>> {
    const { models: all, refused } = await scanned(isFresh)
    const id = preferred()
    const chosen = all.filter((each) => each.id === id)
    return { models: [...chosen, ...all.filter((each) => each.id !== id)], refused }
  }

  return {
    models,
    async model(name) {
      const { models: all } = await models()
      const found = name === undefined ? all[0] : all.find((each) => each.id === name || each.name === name)
      if (found !== undefined) return found
      if (name === undefined || all.length === 0) throw missingModelError(task)
      const names = all.map((each) => each.name)
      throw new AppError('model/missing', `${unknown({ name })}${didYouMean(name, names)}`)
    },
  }
}
