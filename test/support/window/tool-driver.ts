import { AppError } from '../../../src/shared/errors/index.ts'
import type { Rect } from '../../../src/shared/util/geometry.ts'
import type { CoverageSource } from '../../../src/renderer/editor/document/raster.ts'
import { createToolSlots } from '../../../src/renderer/editor/tools/all-tools.ts'
import { ToolHost } from '../../../src/renderer/editor/tools/tool-host.ts'
import type {
  Effect,
  Handle,
  HeldModifiers,
  HeldToolId,
  PointerSample,
  PreviewShape,
  Scene,
  ToolEvent,
  ToolId,
} from '../../../src/renderer/editor/tools/tool.ts'

interface Touch extends Partial<HeldModifiers> {
  readonly pressure?: number
  readonly isEraserEnd?: boolean
  /** The tool handle under the pointer. */
  readonly handle?: Handle
}

const plainScene: Scene = {
  brush: { sizePx: 8, hardness: 1, strength: 1, pressure: 'none' },
  options: {
    combine: 'add',
    isAntialiased: false,
    tolerance: 24,
    isContiguous: true,
    samplesAll: true,
    gradient: 'linear',
    color: '#000000',
    ratio: null,
    isAligned: true,
  },
  zoom: 1,
  view: { widthPx: 800, heightPx: 600, dpr: 1 },
  size: { widthPx: 100, heightPx: 80 },
  target: 'mask',
  placed: null,
  frame: null,
  cloneFrom: null,
  markup: { marks: [], isVisible: true, shape: 'arrow', color: 'red', selectedId: null, addedId: null },
}

/** Drives all tools without a session, for tests: their actions show up as effects. */
export class ToolDriver {
  scene: Scene
  readonly host: ToolHost
  preview: PreviewShape | null = null
  #effects: Effect[] = []
  #last: PointerSample

  constructor(
    tool: ToolId,
    scene: Partial<Omit<Scene, 'options'>> & { readonly options?: Partial<Scene['options']> } = {},
  ) {
    this.scene = { ...plainScene, ...scene, options: { ...plainScene.options, ...scene.options } }
    this.#last = this.#toSample(0, 0, 1)
    this.host = new ToolHost({ tools: createToolSlots(), scene: () => this.scene, run: (effect) => this.#run(effect) })
    this.host.choose(tool)
  }

  /** Returns everything but previews since the last call, in order. */
  take(): readonly Effect[] {
    const taken = this.#effects
    this.#effects = []
    return taken
  }

  send(event: ToolEvent): this {
    this.host.dispatch(event)
    return this
  }

  hold(id: HeldToolId): this {
    this.host.push(id)
    return this
  }

  release(id: HeldToolId): this {
    this.host.pop(id)
    return this
  }

  down(x: number, y: number, touch: Touch = {}): this {
    this.#last = this.#toSample(x, y, touch.pressure ?? 1)
    const isEraserEnd = touch.isEraserEnd ?? false
    const handle = touch.handle ?? null
    return this.send({ on: 'down', sample: this.#last, keys: toKeys(touch), isEraserEnd, handle })
  }

  move(x: number, y: number, touch: Touch = {}): this {
    this.#last = this.#toSample(x, y, touch.pressure ?? 1)
    return this.send({ on: 'move', samples: [this.#last], keys: toKeys(touch) })
  }

  up(touch: Touch = {}): this {
    return this.send({ on: 'up', sample: this.#last, keys: toKeys(touch) })
  }

  click(x: number, y: number, touch: Touch = {}): this {
    return this.down(x, y, touch).up(touch)
  }

  drag(from: readonly [number, number], to: readonly [number, number], touch: Touch = {}): this {
    return this.down(...from, touch)
      .move(...to, touch)
      .up(touch)
  }

  double(x: number, y: number, touch: Touch = {}): this {
    this.click(x, y, touch).click(x, y, touch)
    return this.send({ on: 'double', sample: this.#last, keys: toKeys(touch), handle: touch.handle ?? null })
  }

  confirm(): this {
    return this.send({ on: 'confirm' })
  }

  back(): this {
    return this.send({ on: 'back' })
  }

  cancel(): this {
    return this.send({ on: 'cancel' })
  }

  nudge(byX: number, byY: number, keys: Partial<HeldModifiers> = {}): this {
    return this.send({ on: 'nudge', byX, byY, keys: toKeys(keys) })
  }

  /** What the pending effects combined with the mask. */
  get combined(): { readonly source: CoverageSource; readonly mode: string; readonly label: string } {
    const found = this.#effects.findLast((effect) => effect.type === 'combine')
    if (found?.type !== 'combine') throw new AppError('internal/bug', 'Nothing was combined.')
    return found
  }

  /** The combined coverage at a point. */
  coverageAt(x: number, y: number): number {
    const part: Rect = { x, y, widthPx: 1, heightPx: 1 }
    const { source } = this.combined
    const { bounds } = source
    if (x < bounds.x || y < bounds.y || x >= bounds.x + bounds.widthPx || y >= bounds.y + bounds.heightPx) return 0
    const read = source.read(part)
    if (read === 'none') return 0
    return read === 'full' ? 255 : (read[0] ?? 0)
  }

  #run(effect: Effect): void {
    if (effect.type === 'preview') this.preview = effect.shape
    else this.#effects.push(effect)
    if (effect.type === 'clone-from') this.scene = { ...this.scene, cloneFrom: effect.at }
  }

  #toSample(x: number, y: number, pressure: number): PointerSample {
    return { at: { x, y }, screen: { x: x * this.scene.zoom, y: y * this.scene.zoom }, pressure }
  }
}

function toKeys(touch: Touch): HeldModifiers {
  return { shift: touch.shift ?? false, alt: touch.alt ?? false, mod: touch.mod ?? false }
}
