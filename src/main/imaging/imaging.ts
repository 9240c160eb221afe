import type { Recipe } from '../../shared/domain/asset.ts'
import type { ExportFormat } from '../../shared/util/media-type.ts'
import type { PictureFormat } from '../../shared/domain/model-card.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'

/** What a picture file holds, read without trusting its name. */
export interface PictureFacts {
  readonly mime: string
  /** As shown: after the orientation in the file has been applied by the browser's rule. */
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** Whether the window can show the file as it is: 8 bit, sRGB, upright, a format Chromium decodes. */
  readonly isShowable: boolean
}

export interface PrepareRequest {
  readonly sourcePath: string
  /** Where the upright 8-bit sRGB PNG goes; written only when the file is not showable as it is. */
  readonly workingCopyPath: string
  readonly thumbnails: readonly { readonly path: string; readonly longestSidePx: number }[]
}

export interface FillRequest {
  /** The picture as it is in the library (its showable original or its working copy). */
  readonly sourcePath: string
  /**
   * White = repaint; the picture's size exactly. Any picture Atelier opens will do: grey counts as it is, of colours the
   * luma counts, transparency and orientation tags are ignored.
   */
  readonly maskPng: Uint8Array
  /** Where the fill may copy from, as `maskPng`; null = everywhere but the mask. */
  readonly samplingPng: Uint8Array | null
  readonly growPx: number
  readonly featherPx: number
  readonly seed: number
  readonly colourAdaptation: number
  /** The result, a PNG of the source's size. Written whole and synced, or not at all. */
  readonly resultPath: string
  /** The effective mask as an 8-bit grey PNG. */
  readonly effectiveMaskPath: string
}

export interface FillPreview {
  readonly box: Rect
  /** An encoded picture of `box`, possibly smaller than it. */
  readonly bytes: Uint8Array
  readonly mime: string
}

export interface FillOutcome {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** Pixels whose bytes differ from the source, measured on the finished picture. */
  readonly changedInside: number
  readonly changedOutside: number
}

/** How a picture is sent to a service: scaled once to `box`, the rest of the frame padded. */
export interface SentFrame {
  readonly frame: Size
  readonly box: Rect
}

export interface InputRequest extends SentFrame {
  /** The picture as it is in the library (its showable original or its working copy). */
  readonly sourcePath: string
  /** What the service takes, in its order of preference. */
  readonly formats: readonly PictureFormat[]
  /** Of the encoded file. */
  readonly maxBytes: number
}

export interface MaskRequest extends SentFrame {
  /** As painted: white = repaint. */
  readonly maskPng: Uint8Array
  /** Of the picture the mask is for. */
  readonly size: Size
  readonly growPx: number
  readonly featherPx: number
  /** What says "repaint here" in the file: white, black, or transparent. */
  readonly polarity: 'white' | 'black' | 'transparent'
}

/** A picture in memory, encoded as a service takes it. */
export interface EncodedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly widthPx: number
  readonly heightPx: number
}

/** What came back from a service, as far as it decides what becomes of it. */
export interface AnswerFacts extends PictureFacts {
  /** Every pixel is the same, black: the way some services refuse. */
  readonly isBlack: boolean
}

export interface CompositeRequest extends SentFrame {
  readonly sourcePath: string
  /** The service's answer as it came: a picture of the whole frame, of any size. */
  readonly answerPath: string
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
  /** The result, a PNG of the source's size. Written whole and synced, or not at all. */
  readonly resultPath: string
  /** The effective mask as an 8-bit grey PNG. */
  readonly effectiveMaskPath: string
}

export interface ExportRequest {
  readonly sourcePath: string
  readonly targetPath: string
  readonly format: ExportFormat
  readonly quality: number
  readonly longestSidePx: number | null
  /** What to write into the file about how it was made; null = nothing. */
  readonly record: ExportRecord | null
}

/** Written as infotext (`parameters` / EXIF UserComment), XMP and Atelier's own record. */
export interface ExportRecord {
  readonly assetId: string
  readonly parentId: string | null
  readonly recipe: Recipe
  readonly createdAtMs: number
  readonly appVersion: string
}

/**
 * The imaging process as the rest of main sees it. Every call may be aborted; a call under way when the process dies
 * fails with `imaging/process-exited`, and the next call finds a fresh process.
 */
export interface Imaging {
  /** Reads the header only. @throws media/undecodable, media/unsupported, media/too-large, storage/* */
  probe(path: string, signal?: AbortSignal): Promise<PictureFacts>
  /** Decodes once; writes the thumbnails and, where needed, the working copy. */
  prepare(request: PrepareRequest, signal?: AbortSignal): Promise<PictureFacts>
  fill(
    request: FillRequest,
    options: { signal: AbortSignal; onProgress: (fraction: number) => void; onPreview: (preview: FillPreview) => void },
  ): Promise<FillOutcome>
  /** A picture as it is sent, what is transparent made white. @throws media/too-large where no allowed encoding is small enough */
  prepareInput(request: InputRequest, signal?: AbortSignal): Promise<EncodedPicture>
  /** The mask as it is sent, a PNG of the frame's size: everywhere the effective mask reaches is to be repainted. */
  encodeMask(request: MaskRequest, signal?: AbortSignal): Promise<EncodedPicture>
  /** Judges a service's answer without decoding all of it. @throws media/undecodable, media/unsupported, media/too-large */
  inspectAnswer(path: string, signal?: AbortSignal): Promise<AnswerFacts>
  /** Lays the answer into the source where the effective mask is; measures what changed. */
  compositeAnswer(request: CompositeRequest, signal?: AbortSignal): Promise<FillOutcome>
  /** Encodes into `targetPath` through a temporary file beside it. Returns the file's size in bytes. */
  exportPicture(request: ExportRequest, signal?: AbortSignal): Promise<{ fileBytes: number }>
  /** Decodes a picture in memory (a pasted one) into a PNG file. */
  writePng(bytes: Uint8Array, targetPath: string, signal?: AbortSignal): Promise<PictureFacts>
  /** Starts the process where it does not run yet, so that the next call need not wait for that. */
  warmUp(): void
  dispose(): Promise<void>
}
