import type { Alignment, BlendSettings, MaskVerdict } from '../../shared/domain/edit.ts'
import type { Recipe } from '../../shared/domain/asset.ts'
import type { Difference } from '../../shared/domain/comparison.ts'
import type { CredentialsCheck } from '../../shared/domain/credentials-check.ts'
import type { DocumentState, Placement, StoredTile } from '../../shared/domain/canvas-document.ts'
import type { FileDetails } from '../../shared/domain/dialect.ts'
import type { ExportOptions } from '../../shared/domain/export-options.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { ExportFormat } from '../../shared/util/media-type.ts'
import type { PictureColor } from '../../shared/domain/picture-color.ts'
import type { PictureFormat } from '../../shared/domain/model-card.ts'
import type { SafetyCheck } from '../../shared/domain/safety.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import type {
  CheckCredentialsRequest,
  ContentSigner,
  ExportCredentials,
  CredentialKind,
} from './content-credentials.ts'

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

/** What is to be seen in a picture, as far as it is told by looking at little of it. */
export interface ImageFingerprint {
  /** 64 bits as 16 hexadecimal digits, nearly the same for pictures that look the same; null for one that is all one color. */
  readonly phash: string | null
  /** The main ones, the most prominent first. */
  readonly colors: PictureColor[]
}

/** What a picture file says of how it was made. */
export interface FileAccount {
  readonly details: FileDetails
  /** As far as it is told; null = not at all. */
  readonly recipe: Recipe | null
  /** By Atelier's own record; the library may not have that picture. */
  readonly parentId: string | null
}

export interface PrepareRequest {
  readonly sourcePath: string
  /** Where the upright 8-bit sRGB PNG goes; written only when the file is not showable as it is. */
  readonly workingCopyPath: string
  readonly thumbnails: readonly { readonly path: string; readonly longestSidePx: number }[]
}

export interface FillRequest extends OriginalFile {
  /** The picture as it is in the library (its showable original or its working copy). */
  readonly sourcePath: string
  /**
   * White = repaint; the picture's size exactly. Any picture Atelier opens will do: gray counts as it is, of colors the
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
  /** The effective mask as an 8-bit gray PNG. */
  readonly effectiveMaskPath: string
}

export interface FillPreview {
  readonly box: Rect
  /** An encoded picture of `box`, possibly smaller than it. */
  readonly bytes: Uint8Array
  readonly mime: string
}

/** What a finished picture is measured against, and how deep it is. */
export interface OriginalFile {
  /**
   * The library's own file of the source, of which the working copy was made: the result has its bit depth and color
   * profile, and outside of the effective mask its very pixels. Absent = the source file itself.
   */
  readonly originalPath?: string | null
}

export interface FillOutcome {
  readonly widthPx: number
  readonly heightPx: number
  readonly hasAlpha: boolean
  /** Pixels that differ from the original at its full depth, counted on the result's file as decoded again from disk. */
  readonly changedInside: number
  readonly changedOutside: number
}

/** How a picture is sent to a service: `crop` is scaled once to `box`, the rest of the frame padded. */
export interface SentFrame {
  readonly frame: Size
  readonly box: Rect
  /** The part of the picture that is sent; absent = all of it. */
  readonly crop?: Rect | null
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
  /** Beyond the effective mask, pixels of the frame: a model repaints to the border of what it is told, and not beyond. */
  readonly marginPx?: number
  /**
   * What says "repaint here" in the file: white, black, or transparent. `alpha`: not for a model but for the eye, as
   * opaque as the effective mask is strong, its soft edge too.
   */
  readonly polarity: 'white' | 'black' | 'transparent' | 'alpha'
}

/** How far the paint of a mask reaches. */
export interface MeasureMaskRequest {
  readonly maskPng: Uint8Array
  readonly size: Size
}

export interface ExpandMaskRequest {
  /** null = nothing was painted. */
  readonly maskPng: Uint8Array | null
  /** Of the picture before it is expanded. */
  readonly size: Size
  /** In the source's pixels. */
  readonly frame: Rect
}

/** A picture in memory, encoded as a service takes it. */
export interface EncodedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mime: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly widthPx: number
  readonly heightPx: number
}

/** What came back from a service, as far as it decides what becomes of it. */
export interface ResponseFacts extends PictureFacts {
  /** Every pixel is the same, black: the way some services refuse. */
  readonly isBlack: boolean
}

export interface BlendRequest extends SentFrame, OriginalFile {
  readonly sourcePath: string
  /** The service's answer as it came: a picture of the whole frame, of any size. */
  readonly answerPath: string
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
  readonly blend: BlendSettings
}

export interface CompositeRequest extends BlendRequest {
  /** The result, a PNG of the source's size. Written whole and synced, or not at all. */
  readonly resultPath: string
  /** The effective mask as an 8-bit gray PNG. */
  readonly effectiveMaskPath: string
}

/** What was measured where an answer was laid in. */
export interface BlendFacts {
  /** null where no alignment was asked for. */
  readonly alignment: Alignment | null
  readonly maskVerdict: MaskVerdict
  readonly insidePx: number
  readonly outsidePx: number
}

/** `refused`: the answer does not fit what surrounds the mask. Nothing was written. */
export type CompositeOutcome =
  ({ readonly is: 'pasted' } & FillOutcome & BlendFacts) | ({ readonly is: 'refused' } & BlendFacts)

export interface MergeRequest extends OriginalFile {
  readonly sourcePath: string
  /** A picture of the source's size that the part under the mask is taken from, as it is. */
  readonly fromPath: string
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
  readonly resultPath: string
  readonly effectiveMaskPath: string
}

/** A picture of another extent: what of the source lies in `frame` keeps its very pixels, the rest is new. */
export interface ReframeRequest {
  readonly originalPath: string
  /** In the source's pixels; must meet the picture. */
  readonly frame: Rect
  /** How what is new is made: `fill` by the content-aware fill. A crop has nothing new. */
  readonly seed: number
  readonly resultPath: string
  /** What is new, as an 8-bit gray PNG of the frame's size. */
  readonly effectiveMaskPath: string
}

/** A layer as it is drawn over the base, from the bottom up. */
export type ComposeLayer =
  | { readonly kind: 'picture'; readonly path: string; readonly opacity: number; readonly placement: Placement }
  | {
      readonly kind: 'paint'
      readonly opacity: number
      /** RGBA, 256 × 256, deflated. */
      readonly tiles: readonly { readonly column: number; readonly row: number; readonly deflated: Uint8Array }[]
    }

export interface ComposeRequest {
  readonly originalPath: string
  readonly layers: readonly ComposeLayer[]
  /** A PNG of the base's size, depth and color profile. */
  readonly resultPath: string
}

export interface HeatMapRequest {
  readonly beforePath: string
  readonly afterPath: string
  /** A WebP of the pictures' shape, transparent where nothing changed. */
  readonly targetPath: string
  readonly longestSidePx: number
}

/** Pixels of a part of a picture as shown: 8-bit sRGB, RGBA, straight alpha, row by row. */
export interface RegionRequest {
  readonly sourcePath: string
  /** In pixels of the picture; must lie inside. */
  readonly area: Rect
  /** Halvings: 0 = every pixel, 1 = every second, averaged … Sides of the answer are `ceil(side / 2 ** level)`. */
  readonly level: number
}

export interface DifferenceRequest {
  readonly firstPath: string
  readonly secondPath: string
  /** Of the map. */
  readonly longestSidePx: number
}

/** See `differenceSchema`. */
export interface MeasuredDifference extends Difference {
  /** A byte for each pixel of the map, row by row. */
  readonly mapBytes: Uint8Array<ArrayBuffer>
}

export interface ReadMaskRequest {
  readonly path: string
  readonly size: Size
}

/** A picture that goes into a project file, or has come out of one. */
export interface ProjectPicture {
  /** What the document's state calls it. */
  readonly id: AssetId
  readonly name: string
  readonly path: string
  readonly mime: string
  /** null = not known: brought in from outside. */
  readonly recipe: Recipe | null
  readonly parentId: AssetId | null
  /** What it was made with, where that is kept. */
  readonly maskPath: string | null
  /** The mask of an edit as it was painted: with the answer and the parent it can be blended anew. */
  readonly paintPath: string | null
  readonly answer: { readonly path: string; readonly mime: string } | null
}

export interface SaveProjectRequest {
  /** Written whole and synced, or not at all. */
  readonly targetPath: string
  readonly appVersion: string
  readonly savedAtMs: number
  readonly name: string
  readonly baseId: AssetId
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
  readonly pictures: readonly ProjectPicture[]
}

export interface OpenProjectRequest {
  /** A file of Atelier's own, of Photoshop or an OpenRaster picture, told by what is in it. */
  readonly path: string
  /** Empty; the pictures go there. */
  readonly folder: string
}

/** What a project file holds; its pictures lie in the folder that was named, each known to be one. */
export interface OpenedProject {
  readonly name: string
  readonly baseId: AssetId
  readonly state: DocumentState
  readonly tiles: readonly StoredTile[]
  readonly pictures: readonly (ProjectPicture & {
    readonly widthPx: number
    readonly heightPx: number
    readonly hasAlpha: boolean
  })[]
  /** What could not be taken over as it was, a sentence each, for people. */
  readonly notes: readonly string[]
}

/** A document as other programs know it: layers of pixels, and masks as hidden layers in their tint. */
export interface SaveLayeredRequest {
  readonly format: 'psd' | 'ora'
  /** Written whole and synced, or not at all. */
  readonly targetPath: string
  readonly originalPath: string
  readonly baseName: string
  /** From the bottom up. */
  readonly layers: readonly { readonly name: string; readonly isVisible: boolean; readonly layer: ComposeLayer }[]
  readonly masks: readonly {
    readonly name: string
    /** `#rrggbb` */
    readonly tint: string
    /** Coverage, 256 × 256, deflated. */
    readonly tiles: readonly { readonly column: number; readonly row: number; readonly deflated: Uint8Array }[]
  }[]
}

export interface ExportRequest extends Pick<
  ExportOptions,
  'quality' | 'isLossless' | 'size' | 'sharpening' | 'profile' | 'bitDepth'
> {
  readonly sourcePath: string
  readonly targetPath: string
  /** For error messages and Content Credentials: `targetPath` may be a temporary file. */
  readonly fileName: string
  readonly format: ExportFormat
  /** What to write into the file about it; null = nothing. */
  readonly account: ExportAccount | null
  /** What to sign with Content Credentials; null = nothing. */
  readonly credentials: ExportCredentials | null
}

/** A copy of an original without its metadata. */
export type StripRequest = Pick<ExportRequest, 'sourcePath' | 'targetPath' | 'fileName'>

/** A file that was exported from the result of an edit. */
export interface FileChangesRequest {
  readonly filePath: string
  /** The library's own file of the result. */
  readonly resultPath: string
  /** What was edited; null = nothing of the same size. */
  readonly originalPath: string | null
  /** The effective mask. */
  readonly maskPath: string
}

export interface ExportOutcome {
  readonly fileBytes: number
  /** What the format could not hold, a sentence each, for people. */
  readonly notes: readonly string[]
}

export interface ExportAccount {
  readonly kind: CredentialKind
  /** The oldest file it came from. */
  readonly source: {
    readonly path: string
    readonly keepRights: boolean
    readonly keepLocation: boolean
    /** Camera, lens and date. */
    readonly keepCamera: boolean
  } | null
  /** Written as XMP and Atelier's own record; null = the label only. */
  readonly record: ExportRecord | null
  /** The generation that the image shows: written as infotext (`parameters` / EXIF UserComment); null = none, or not told. */
  readonly generation: Recipe | null
  /** The model that had a part in it; `prompt` only where its writer agrees. */
  readonly madeBy: {
    readonly provider: string | null
    readonly model: string | null
    readonly prompt: string | null
    readonly promptWriter: string | null
  } | null
}

export interface ExportRecord {
  readonly assetId: string
  readonly parentId: string | null
  /** From the parent to the oldest known. */
  readonly ancestors: readonly string[]
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
  /** Reads what other programs wrote beside the pixels; whatever is there, it does not fail for that. @throws storage/* */
  readAccount(path: string, signal?: AbortSignal): Promise<FileAccount>
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
  /** The smallest rectangle around every painted pixel; null where there is none. @throws request/invalid */
  measureMask(request: MeasureMaskRequest, signal?: AbortSignal): Promise<Rect | null>
  /** The mask of an expanded picture: all that is new, and what was painted. */
  expandMask(request: ExpandMaskRequest, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** Judges a service's answer without decoding all of it. @throws media/undecodable, media/unsupported, media/too-large */
  inspectAnswer(path: string, signal?: AbortSignal): Promise<ResponseFacts>
  /** What a look at it finds; a thumbnail will do. @throws media/*, storage/* */
  describe(path: string, signal?: AbortSignal): Promise<ImageFingerprint>
  /** What the local model says a picture is; a thumbnail will do. The model is loaded at the first call. */
  checkSafety(path: string, signal?: AbortSignal): Promise<SafetyCheck>
  /** Lays the answer into the source where the effective mask is; measures what changed. */
  compositeAnswer(request: CompositeRequest, signal?: AbortSignal): Promise<CompositeOutcome>
  /** The same blend, coarse and at once: an encoded picture of the part that changes. */
  previewBlend(request: BlendRequest & { readonly longestSidePx: number }, signal?: AbortSignal): Promise<FillPreview>
  mergePart(
    request: MergeRequest,
    signal?: AbortSignal,
  ): Promise<FillOutcome & Pick<BlendFacts, 'insidePx' | 'outsidePx'>>
  /** @throws fill/nothing-to-copy */
  reframe(
    request: ReframeRequest,
    options: { signal: AbortSignal; onProgress: (fraction: number) => void; onPreview: (preview: FillPreview) => void },
  ): Promise<FillOutcome>
  compose(request: ComposeRequest, signal?: AbortSignal): Promise<PictureFacts>
  /** Where and how much two pictures of the same size differ. */
  heatMap(request: HeatMapRequest, signal?: AbortSignal): Promise<void>
  readRegion(request: RegionRequest, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
  /** How much two pictures differ, whatever their sizes. */
  measureDifference(request: DifferenceRequest, signal?: AbortSignal): Promise<MeasuredDifference>
  /** A picture as a mask of that size, an 8-bit gray PNG, with the share of it that is white. */
  readMask(
    request: ReadMaskRequest,
    signal?: AbortSignal,
  ): Promise<{ maskPng: Uint8Array<ArrayBuffer>; share: number; wasScaled: boolean }>
  /** Everything about a document in one file of Atelier's own. @throws media/too-large above 4 GB */
  saveProject(request: SaveProjectRequest, signal?: AbortSignal): Promise<void>
  /** @throws media/undecodable, media/unsupported, media/too-large; then nothing in the folder is of use */
  openProject(request: OpenProjectRequest, signal?: AbortSignal): Promise<OpenedProject>
  /** `notes`: what the format cannot hold, a sentence each, for people. @throws media/too-large */
  saveLayered(request: SaveLayeredRequest, signal?: AbortSignal): Promise<{ readonly notes: readonly string[] }>
  /**
   * Encodes into `targetPath` through a temporary file beside it.
   * @param sign for `request.credentials`
   */
  exportPicture(request: ExportRequest, signal?: AbortSignal, sign?: ContentSigner['sign']): Promise<ExportOutcome>
  /** Copies a file without its metadata, pixels untouched. @throws media/unsupported where its format does not allow that */
  stripOriginal(request: StripRequest, signal?: AbortSignal): Promise<void>
  /** What changed by an edit, counted on an exported file. */
  countFileChanges(
    request: FileChangesRequest,
    signal?: AbortSignal,
  ): Promise<Pick<FillOutcome, 'changedInside' | 'changedOutside'>>
  /** Checks the Content Credentials in a file. Whatever is in it, it survives. @throws media/*, storage/* */
  checkCredentials(request: CheckCredentialsRequest, signal?: AbortSignal): Promise<CredentialsCheck>
  /** Decodes a picture in memory (a pasted one) into a PNG file. */
  writePng(bytes: Uint8Array, targetPath: string, signal?: AbortSignal): Promise<PictureFacts>
  /** Starts the process where it does not run yet, so that the next call need not wait for that. */
  warmUp(): void
  /** Starts the process and the fill's threads and decodes an image, so that a fill of it need not wait for any of them. */
  warmUpFill(request: { readonly sourcePath: string } & OriginalFile, signal?: AbortSignal): Promise<void>
  dispose(): Promise<void>
}
