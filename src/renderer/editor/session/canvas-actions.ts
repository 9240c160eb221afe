import type { LayerInfo, MaskInfo, Placement, SamplingMode, Words } from '../../../shared/domain/canvas-document.ts'
import type { EditIntent } from '../../../shared/domain/edit.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import type { Point, Rect, Size } from '../../../shared/util/geometry.ts'
import type { CombineMode, CoverageSource } from '../document/raster.ts'
import type { MaskThumbnail } from '../raster/mask-thumbnail.ts'
import type { RefineOperation } from '../raster/refine/index.ts'
import type { Brush, HeldToolId, ToolEvent, ToolId, ToolOptions } from '../tools/tool.ts'
import type { CanvasState, IncomingMask, Overlay } from './create-canvas-store.ts'

/** A picture that is to take the place of the base. `parentAt`: where the old one's corner lies in it. */
export interface NewBase {
  readonly id: AssetId
  readonly size: Size
  readonly parentAt: Point
  /** The layers are part of it. */
  readonly hasLayers: boolean
  /** What was asked for: undoing the step brings these words back. */
  readonly words: Words | null
}

/**
 * Everything that can be done with an open picture, for tools, panels, commands and tests. Each change of the document is
 * one step of the history, with the label that Undo shows; settings of tools and view are none.
 */
export interface CanvasActions {
  // Tools
  dispatch(event: ToolEvent): void
  /** In the middle of a stroke the tool stays as it is. */
  chooseTool(tool: ToolId): void
  holdTool(id: HeldToolId): void
  letGoTool(id: HeldToolId): void
  /** The window lost the focus, so no key up will come. */
  letGoAllTools(): void
  cancelTool(): void
  changeBrush(change: Partial<Brush>): void
  changeOptions(change: Partial<ToolOptions>): void
  say(text: string): void

  // Steps
  undo(): void
  redo(): void

  // The target, whatever it is
  chooseTarget(id: string): void
  clear(): void
  /** Brings back what was last cleared or used up. */
  restore(): void

  // Masks (and, where it is the target, the sampling area)
  addMask(change?: Partial<Omit<MaskInfo, 'id'>>): string
  removeMask(id: string): void
  duplicateMask(id: string): void
  changeMask(id: string, change: Partial<Omit<MaskInfo, 'id'>>): void
  invert(): void
  combine(label: string, source: CoverageSource, mode: CombineMode): void
  /** Lays one mask over the target. */
  combineMask(id: string, mode: CombineMode): void
  selectAll(): void
  /** A band along the picture's border, inwards. */
  selectBorder(widthPx: number): void
  /** Takes a moment; rejects with `request/cancelled` when something else was done meanwhile. */
  refine(operation: RefineOperation): Promise<void>
  /** Everything like the pixel at a place. */
  selectSimilar(at: Point, mode: CombineMode): Promise<void>
  /** Everything within `tolerance` of a color, `#rrggbb`, wherever it is. */
  selectColor(color: string, tolerance: number, mode: CombineMode): Promise<void>
  /** Guesses the subject: what does not look like the picture's border. */
  selectSubject(mode: CombineMode): Promise<void>
  /** An 8-bit gray PNG of the document's size. */
  importMask(
    maskPng: Uint8Array,
    how: { readonly isInverted: boolean; readonly mode: CombineMode; readonly name: string | null },
  ): Promise<void>
  /** Shows what was read from a file and asks what to do with it. */
  offerMask(mask: IncomingMask): void
  changeSampling(mode: SamplingMode): void

  // Layers
  addPaintLayer(): string
  addPictureLayer(picture: { readonly assetId: AssetId; readonly size: Size; readonly name: string }): string
  removeLayer(id: string): void
  duplicateLayer(id: string): void
  changeLayer(id: string, change: Partial<Pick<LayerInfo, 'name' | 'isVisible' | 'opacity'>>): void
  /** `to`: place from the bottom, from 0. */
  moveLayer(id: string, to: number): void
  placeLayer(id: string, placement: Placement): void
  fillWithColor(): void

  // Extent
  changeFrame(frame: Rect | null): void
  /** Draws the frame out by a share of the picture's side; four of them make the frame larger all around. */
  extendFrame(side: 'left' | 'top' | 'right' | 'bottom', share: number): void
  /** Asks for a crop to this part; the base is exchanged once it is made. */
  crop(rect: Rect): Promise<void>

  // Results
  keep(base: NewBase): void

  // What is to be done with it
  changeEdge(change: Partial<MaskEdge>): void
  automateEdge(): void
  /** `isLocalFill`: without a model, which needs hardly any edge; `strength`: denoising strength, 0 to 1. */
  changeIntent(intent: EditIntent, how?: { readonly isLocalFill?: boolean; readonly strength?: number }): void
  changeBox(box: Rect | null): void
  showPlannedBox(box: Rect | null): void
  changeWords(words: Partial<Words>): void

  // View
  changeOverlay(overlay: Overlay): void
  /** Hides the mask, or shows it as it was shown last. */
  toggleOverlay(): void
  toggleNavigator(): void
  holdOriginal(isHeld: boolean): void
  openDialog(dialog: CanvasState['dialog']): void

  // What is sent
  /** All masks that are on, together, as an 8-bit gray PNG of the picture's size, white = repaint. */
  exportMaskPng(): Promise<Uint8Array>
  /** One mask alone, as painted. */
  exportOneMaskPng(id: string): Promise<Uint8Array>
  /** Where the fill may copy from, white, likewise; null = everywhere. */
  exportSamplingPng(): Promise<Uint8Array | null>
  /** The effective mask as it is sent, made small. Rejects when aborted. */
  renderMaskThumbnail(longestSidePx: number, signal: AbortSignal): Promise<MaskThumbnail>
  /** The picture to work on: the base, or, where visible layers lie over it, both in one library picture. */
  compose(): Promise<{ readonly assetId: AssetId; readonly hasLayers: boolean }>

  /** Resolves when everything is on disk; rejects when it could not be written. */
  flush(): Promise<void>
}
