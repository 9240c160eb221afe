import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { Background } from '../../shared/domain/background.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ModelFinder } from './create-model-finder.ts'
import type { MattingModel } from './matting-model.ts'

/** An image of the library, and what is put behind its subject; null = transparent. */
export interface WantedBackground {
  readonly id: AssetId
  readonly background: Background | null
  /** The program that asked for it through a tool. */
  readonly agent?: Recipe['agent']
}

export interface CutOutFile {
  /** The image, in any format of the library. */
  readonly path: string
  /** `subject`: the image with a transparent background. `mask`: gray, white where the subject is. */
  readonly content: 'subject' | 'mask'
  /** Put behind the subject; null = transparent. */
  readonly background?: Background | null
  /** A PNG; an existing file is replaced. */
  readonly target: string
}

/** Separates the subjects of images from their backgrounds, with the models in the model folders. */
export interface BackgroundRemoval extends ModelFinder<MattingModel> {
  /**
   * Adds the image with a transparent background, or with another, to the library. Where a pixel shows only the subject,
   * its color keeps its exact value.
   * @throws model/*, media/*, storage/*, vision/process-exited
   */
  remove(wanted: WantedBackground, model: MattingModel, signal?: AbortSignal): Promise<Asset>
  /** The same for files. @throws like remove */
  write(file: CutOutFile, model: MattingModel, signal?: AbortSignal): Promise<Size>
  /**
   * Returns the mask of an image's subject, a PNG of its size; null = there is no model, or the first finds no subject.
   * @throws like remove
   */
  findSubject(id: AssetId, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null>
  /** Writes the mask of an image in the library. @throws like remove */
  writeMask(id: AssetId, target: string, model: MattingModel, signal?: AbortSignal): Promise<Size>
}
