import { outlineEdge } from '../../../../shared/domain/edit.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import type { Point, Rect } from '../../../../shared/util/geometry.ts'
import { addMask, inkSurface } from '../../document/commands.ts'
import type { CombineMode, TileMap } from '../../document/raster.ts'
import { findSurface, requireSurface, withSurface, withFrozen } from '../../document/surfaces.ts'
import { solidInk } from '../../raster/ink/solid-ink.ts'
import type { RefineOperation } from '../../raster/refine/refine-tiles.ts'
import { refine } from '../../raster/refine/refine.ts'
import { selectSimilar, selectSubject } from '../../raster/select/select-pixels.ts'
import { tilesSource } from '../../raster/shapes/tiles-source.ts'
import type { ImageVision } from '../image-vision.ts'
import type { ObjectActions } from './object-actions.ts'
import type { PendingEdit } from '../pending-edit.ts'
import type { SurfaceNames } from '../name-surfaces.ts'
import type { SessionCore } from '../session-core.ts'

type Rgba = readonly [number, number, number, number]

const refineLabels: Readonly<Record<RefineOperation['type'], string>> = {
  grow: messages.growMask,
  shrink: messages.shrinkMask,
  feather: messages.featherMask,
  smooth: messages.smoothMask,
  'fill-holes': messages.fillHoles,
  border: messages.maskBorder,
}

/** Not part of the startup bundle. */
const loadMaskReader = () => import('../../raster/read-mask-png.ts').then((part) => part.readMaskPng)

interface SelectionNeeds {
  readonly chooseTarget: (id: string) => void
  readonly vision: ImageVision
}

/** Operations that take a moment: by the image's colors, or on the whole mask. Each becomes one step when done. */
export class SelectionActions {
  readonly #core: SessionCore
  readonly #names: SurfaceNames
  readonly #edit: PendingEdit
  readonly #chooseTarget: (id: string) => void
  readonly #vision: ImageVision
  #objects: Promise<ObjectActions> | null = null

  constructor(core: SessionCore, names: SurfaceNames, edit: PendingEdit, needs: SelectionNeeds) {
    this.#core = core
    this.#names = names
    this.#edit = edit
    this.#chooseTarget = needs.chooseTarget
    this.#vision = needs.vision
  }

  /** Rejects with `request/cancelled` if the document changes in the meantime, like all of these actions. */
  async refine(operation: RefineOperation): Promise<void> {
    const label = refineLabels[operation.type]
    const { id } = this.#surface()
    await this.#core.work(
      label,
      async (signal) => {
        const ref = requireSurface(this.#core.doc, id)
        return { ref, tiles: await refine(this.#core.raster, ref, operation, signal) }
      },
      ({ ref, tiles }) =>
        this.#core.do({ label, run: (doc, raster) => withSurface(doc, id, raster.withTiles(ref, tiles), raster) }),
    )
  }

  /** Selects everything similar to the pixel at a position. */
  async similar(at: Point, mode: CombineMode): Promise<void> {
    const apply = this.#combine(messages.selectByColor, mode)
    await this.#find(messages.selectingByColor, { at, by: null }, apply)
  }

  /** Selects everything within `tolerance` of a color, `#rrggbb`, anywhere. */
  async color(color: string, tolerance: number, mode: CombineMode): Promise<void> {
    const apply = this.#combine(messages.selectColor, mode)
    await this.#find(messages.selectingByColor, { at: null, by: { color: toRgba(color), tolerance } }, apply)
  }

  /** Selects the subject: by a model if there is one, or else whatever does not look like the image's border. */
  async subject(mode: CombineMode): Promise<void> {
    const { targetKind, intent, baseId } = this.#core.store.getState()
    const { size } = this.#core.doc
    const read = this.#reader()
    await this.#core.work(
      messages.guessingSubject,
      async (signal) => {
        const maskPng = await this.#vision.findSubject(baseId, signal)
        if (maskPng !== null) return (await loadMaskReader())(maskPng, size, false, signal)
        return selectSubject(size, (area) => read(area, signal), signal)
      },
      this.#combine(messages.guessSubject, mode),
    )
    // A new background already has a narrow edge.
    if (targetKind === 'mask' && intent !== 'background') this.#edit.changeEdge(outlineEdge(this.#core.doc.size))
  }

  /** Selection of objects: loaded when its tool is first chosen. */
  async objects(): Promise<ObjectActions> {
    this.#objects ??= import('./object-actions.ts').then(
      (loaded) => new loaded.ObjectActions(this.#core, this.#vision, () => this.#surface().id),
    )
    return this.#objects
  }

  /** Fills similar pixels: with coverage on a mask, with the color on a paint layer. */
  async bucket(at: Point): Promise<void> {
    const { targetKind, options } = this.#core.store.getState()
    const apply =
      targetKind === 'paint'
        ? this.#color(messages.fillByColor, options.color)
        : this.#combine(messages.fillByColor, 'add')
    await this.#find(messages.filling, { at, by: null }, apply)
  }

  async pickColor(at: Point): Promise<string | null> {
    const { raster, doc, pixels } = this.#core
    const { size } = doc
    const x = Math.floor(at.x)
    const y = Math.floor(at.y)
    if (x < 0 || y < 0 || x >= size.widthPx || y >= size.heightPx) return null
    const layers = this.#core.store.getState().options.samplesAll ? 'all' : 'base'
    const area = { x, y, widthPx: 1, heightPx: 1 }
    const { signal } = new AbortController()
    // Undo, or the next stroke, may drop the pixels being read.
    const color = await withFrozen(raster, doc, (frozen) => pixels.read(frozen, area, layers, signal))
    return `#${[...color.subarray(0, 3)].map((value) => value.toString(16).padStart(2, '0')).join('')}`
  }

  /** An 8-bit gray PNG of the document's size. `name`: creates a mask of this name; null = combines with the target. */
  async importMask(
    maskPng: Uint8Array,
    how: { readonly isInverted: boolean; readonly mode: CombineMode; readonly name: string | null },
  ): Promise<void> {
    const { name } = how
    const apply =
      name === null ? this.#combine(messages.importMask, how.mode) : (tiles: TileMap) => this.#add(name, tiles)
    const id = await this.#core.work(
      messages.readingMask,
      async (signal) => (await loadMaskReader())(maskPng, this.#core.doc.size, how.isInverted, signal),
      apply,
    )
    if (typeof id === 'string') this.#chooseTarget(id)
  }

  #add(name: string, tiles: TileMap): string {
    const { doc, raster } = this.#core
    const { id } = this.#names.next(doc, 'mask')
    const info = {
      id,
      name: name.slice(0, 100) || messages.mask,
      tint: this.#names.nextTint(doc),
      strength: 1,
      isOn: true,
    }
    const pixels = raster.fromTiles(doc.size, 1, tiles)
    this.#core.do(addMask(info, pixels, messages.importMask))
    raster.release(pixels)
    return id
  }

  #find(
    label: string,
    match: { readonly at: Point | null; readonly by: { readonly color: Rgba; readonly tolerance: number } | null },
    apply: (tiles: TileMap) => void,
  ): Promise<void> {
    const { options } = this.#core.store.getState()
    const { at, by } = match
    const read = this.#reader()
    const search = {
      at: at === null ? null : { x: Math.floor(at.x), y: Math.floor(at.y) },
      color: by?.color ?? null,
      tolerance: by?.tolerance ?? options.tolerance,
      isContiguous: by === null && options.isContiguous,
      isAntialiased: options.isAntialiased,
    }
    return this.#core.work(
      label,
      (signal) => selectSimilar(this.#core.doc.size, (area) => read(area, signal), search, signal),
      apply,
    )
  }

  /** Returns a reader with the current sampling setting, which reads the document as it is at that time. */
  #reader(): (area: Rect, signal: AbortSignal) => Promise<Uint8ClampedArray<ArrayBuffer>> {
    const { samplesAll } = this.#core.store.getState().options
    return (area, signal) =>
      this.#core.pixels.read(this.#core.history.committed, area, samplesAll ? 'all' : 'base', signal)
  }

  /** Returns a function that combines the tiles with the current target, even if the target changes meanwhile. */
  #combine(label: string, mode: CombineMode): (tiles: TileMap) => void {
    const { id } = this.#surface()
    return (tiles) => {
      const found = tilesSource(this.#core.doc.size, tiles)
      this.#core.do({
        label,
        run: (doc, raster) => withSurface(doc, id, raster.combine(requireSurface(doc, id), found, mode), raster),
      })
    }
  }

  /** Like `#combine` but with a color, if the target is still a layer of colors. */
  #color(label: string, color: string): (tiles: TileMap) => void {
    const { targetId } = this.#core.store.getState()
    return (tiles) => {
      const { doc } = this.#core
      if (findSurface(doc, targetId)?.channels !== 4) return
      this.#core.do(inkSurface(targetId, tilesSource(doc.size, tiles), solidInk(color), label))
    }
  }

  /** The target, or the first mask if the target is a layer. */
  #surface(): { readonly id: string } {
    const { doc } = this.#core
    const { targetId, targetKind } = this.#core.store.getState()
    if (targetKind === 'sampling') return { id: targetId }
    return doc.masks.find(({ id }) => id === targetId) ?? doc.masks[0]!
  }
}

function toRgba(color: string): Rgba {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, 255]
}
