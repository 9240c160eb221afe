import { maskTints } from '../../../shared/domain/surfaces.ts'
import type { CanvasDoc } from '../document/model.ts'

/** What new masks and layers of a document are called, and how they look. */
export class SurfaceNames {
  /** Colors of masks, the first first. */
  tints: readonly string[] = maskTints
  #highest = 0

  nextTint({ masks }: CanvasDoc): string {
    const used = new Set(masks.map(({ tint }) => tint))
    return this.tints.find((tint) => !used.has(tint)) ?? this.tints[masks.length % this.tints.length]!
  }

  /** Generates an ID that no surface of this document has or had, so that undo never restores a duplicate. */
  next(doc: CanvasDoc, kind: 'mask' | 'layer'): { readonly id: string; readonly number: number } {
    const numbers = [...doc.masks, ...doc.layers].map(({ id }) => Number(/-(\d+)$/.exec(id)?.[1] ?? 0))
    this.#highest = Math.max(this.#highest, ...numbers) + 1
    const ofKind = kind === 'mask' ? doc.masks.length : doc.layers.length
    return { id: `${kind}-${this.#highest}`, number: ofKind + 1 }
  }
}
