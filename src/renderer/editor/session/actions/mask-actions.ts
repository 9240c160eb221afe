import type { MaskInfo, SamplingMode } from '../../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../../shared/domain/surfaces.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import {
  addMask,
  changeMaskInfo,
  changeSampling,
  clearSurface,
  combineSurface,
  exchangeSurface,
  invertSurface,
  nameOfSurface,
  removeMask,
} from '../../document/commands.ts'
import type { RasterRef } from '../../document/model.ts'
import type { CombineMode, CoverageSource, Raster } from '../../document/raster.ts'
import { findSurface } from '../../document/surfaces.ts'
import { rectSource } from '../../raster/shapes/rect-source.ts'
import type { SurfaceNames } from '../name-surfaces.ts'
import type { SessionCore } from '../session-core.ts'

/** Immediate actions on masks, and on the sampling area if it is the target. */
export class MaskActions {
  readonly #core: SessionCore
  readonly #names: SurfaceNames
  readonly #chooseTarget: (id: string) => void

  constructor(core: SessionCore, names: SurfaceNames, chooseTarget: (id: string) => void) {
    this.#core = core
    this.#names = names
    this.#chooseTarget = chooseTarget
  }

  add(change: Partial<Omit<MaskInfo, 'id'>> = {}): string {
    const { doc } = this.#core
    const { id, number } = this.#names.next(doc, 'mask')
    const info: MaskInfo = {
      id,
      name: messages.maskName({ number }),
      tint: this.#names.nextTint(doc),
      strength: 1,
      isOn: true,
      ...change,
    }
    this.#core.do(addMask(info, null, messages.newMask))
    this.#chooseTarget(id)
    return id
  }

  duplicate(id: string): void {
    const doc = this.#core.settle()
    const mask = doc.masks.find((each) => each.id === id)
    if (mask === undefined) return
    const { pixels, ...info } = mask
    const copyId = this.#names.next(doc, 'mask').id
    const copy = {
      ...info,
      id: copyId,
      name: messages.nameCopy({ name: info.name }).slice(0, 100),
      tint: this.#names.nextTint(doc),
    }
    this.#core.do(addMask(copy, pixels, messages.duplicateMask))
    this.#chooseTarget(copyId)
  }

  /** The last mask is cleared instead: there is always one to paint on. */
  remove(id: string): void {
    const { doc } = this.#core
    if (!doc.masks.some((mask) => mask.id === id)) return
    if (doc.masks.length === 1) return this.clear(id)
    this.#core.do(removeMask(id))
  }

  change(id: string, change: Partial<Omit<MaskInfo, 'id'>>): void {
    const mask = this.#core.doc.masks.find((each) => each.id === id)
    if (mask === undefined) return
    const { name, tint, strength, isOn } = { ...mask, ...change }
    if (name === mask.name && tint === mask.tint && strength === mask.strength && isOn === mask.isOn) return
    const command = changeMaskInfo(id, change, labelOf(change))
    const isSlid = change.strength !== undefined || change.tint !== undefined
    if (isSlid) this.#core.slide(`${command.label} ${id}`, command)
    else this.#core.do(command)
  }

  clear(id: string): void {
    this.#core.settle()
    const { core, surface } = this.#surface(id)
    if (surface === null || core.raster.isEmpty(surface)) return
    core.remember(id)
    core.do(clearSurface(id, messages.clear({ name: nameOfSurface(core.doc, id) })))
  }

  /** Restores what was last cleared or used up. */
  restore(id: string): void {
    const { core, surface } = this.#surface(id)
    const former = core.formerOf(id)
    if (surface === null || former === null) return
    core.do(exchangeSurface(id, former, messages.restore({ name: nameOfSurface(core.doc, id) })))
  }

  invert(): void {
    const id = this.#maskTarget()
    this.#core.doSliced(invertSurface(id, messages.invert({ name: nameOfSurface(this.#core.doc, id) })))
  }

  combine(label: string, source: CoverageSource, mode: CombineMode): void {
    this.#core.doSliced(combineSurface(this.#maskTarget(), source, mode, label))
  }

  /** Combines a mask with the target. */
  combineMask(id: string, mode: CombineMode): void {
    const other = this.#core.settle().masks.find((mask) => mask.id === id)
    if (other === undefined) return
    this.combine(combineLabels[mode]({ name: other.name }), surfaceSource(this.#core.raster, other.pixels), mode)
  }

  selectAll(): void {
    this.combine(messages.selectAll, rectSource(this.#extent(), false), 'replace')
  }

  /** Selects a band along the inside of the image's border. */
  selectBorder(widthPx: number): void {
    const all = this.#extent()
    const inner = {
      x: widthPx,
      y: widthPx,
      widthPx: Math.max(0, all.widthPx - 2 * widthPx),
      heightPx: Math.max(0, all.heightPx - 2 * widthPx),
    }
    const border: CoverageSource = {
      bounds: all,
      read: (part) => withoutInner(part, inner),
    }
    this.combine(messages.selectBorder, border, 'replace')
  }

  changeSampling(mode: SamplingMode): void {
    if (mode === this.#core.history.committed.samplingMode) return
    this.#core.do(changeSampling(mode))
    if (mode === 'painted' && !this.#core.store.getState().hasSampling) this.#chooseTarget(samplingSurfaceId)
  }

  /** The target of shapes and selections: the current target, or the first mask if that is a layer. */
  #maskTarget(): string {
    const { targetId, targetKind } = this.#core.store.getState()
    if (targetKind === 'mask' || targetKind === 'sampling') return targetId
    return this.#core.doc.masks[0]?.id ?? targetId
  }

  #extent(): Rect {
    return { x: 0, y: 0, ...this.#core.doc.size }
  }

  #surface(id: string) {
    return { core: this.#core, surface: findSurface(this.#core.doc, id) }
  }
}

const combineLabels = {
  add: messages.addMask,
  subtract: messages.subtractMask,
  intersect: messages.intersectMask,
  replace: messages.replaceWithMask,
} as const

function labelOf(change: Partial<Omit<MaskInfo, 'id'>>): string {
  if (change.name !== undefined) return messages.renameMask
  if (change.isOn !== undefined) return change.isOn ? messages.maskOn : messages.maskOff
  return change.tint === undefined ? messages.maskStrength : messages.maskColor
}

function withoutInner(part: Rect, inner: Rect): Uint8Array | 'none' | 'full' {
  const left = Math.max(part.x, inner.x)
  const top = Math.max(part.y, inner.y)
  const right = Math.min(part.x + part.widthPx, inner.x + inner.widthPx)
  const bottom = Math.min(part.y + part.heightPx, inner.y + inner.heightPx)
  if (right <= left || bottom <= top) return 'full'
  if (right - left === part.widthPx && bottom - top === part.heightPx) return 'none'
  const coverage = new Uint8Array(part.widthPx * part.heightPx).fill(255)
  for (let y = top; y < bottom; y++) {
    const row = (y - part.y) * part.widthPx - part.x
    coverage.fill(0, row + left, row + right)
  }
  return coverage
}

/** Wraps a coverage surface as a source for combining masks. `ref` must be retained while it is read. */
function surfaceSource(raster: Raster, ref: RasterRef): CoverageSource {
  return { bounds: { x: 0, y: 0, ...ref.size }, read: (part) => raster.read(ref, part) }
}
