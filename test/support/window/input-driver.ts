import { assetIdSchema } from '../../../src/shared/domain/ids.ts'
import type { Point, Size } from '../../../src/shared/util/geometry.ts'
import { createKeymap, type Keymap } from '../../../src/renderer/lib/keymap/keymap.ts'
import type { KeyboardLayout } from '../../../src/renderer/lib/keymap/key-binding.ts'
import {
  createCanvasStore,
  type CanvasState,
  type CanvasStore,
} from '../../../src/renderer/editor/session/create-canvas-store.ts'
import { ViewControl } from '../../../src/renderer/editor/session/view-control.ts'
import { createToolSlots } from '../../../src/renderer/editor/tools/all-tools.ts'
import { ToolHost } from '../../../src/renderer/editor/tools/tool-host.ts'
import type { Brush, Effect, Handle, HeldToolId, ToolEvent, ToolId } from '../../../src/renderer/editor/tools/tool.ts'
import { clampBrush } from '../../../src/renderer/editor/tools/brush-settings.ts'
import {
  HeldKeys,
  type HeldPress,
  type KeyFocus,
} from '../../../src/renderer/features/studio/canvas/input/held-keys.ts'
import type { InputSession, SessionTools } from '../../../src/renderer/features/studio/canvas/input/input-session.ts'
import { PenMemory } from '../../../src/renderer/features/studio/canvas/input/pointer-memory.ts'
import { PointerInput } from '../../../src/renderer/features/studio/canvas/input/pointer-input.ts'
import type { PointerPress, WheelTurn } from '../../../src/renderer/features/studio/canvas/input/pointer-press.ts'

interface DriverOptions extends Partial<Size> {
  readonly tool?: ToolId
  readonly targetKind?: CanvasState['targetKind']
  readonly isMac?: boolean
  readonly dpr?: number
  readonly keymap?: Pick<Keymap, 'keysOf'>
  readonly layout?: KeyboardLayout
  readonly pressureCurve?: (raw: number) => number
  readonly pen?: PenMemory
  readonly handleAt?: (at: Point) => Handle | null
}

/** The real tools without effects: actions are recorded. */
class RecordingTools implements SessionTools {
  readonly events: ToolEvent[] = []
  readonly effects: Effect[] = []
  readonly #store: CanvasStore
  readonly #view: ViewControl
  readonly #host: ToolHost

  constructor(store: CanvasStore, view: ViewControl) {
    this.#store = store
    this.#view = view
    this.#host = new ToolHost({
      tools: createToolSlots(),
      scene: () => this.#scene(),
      run: (effect) => this.#run(effect),
    })
  }

  get isBusy(): boolean {
    return this.#host.isBusy
  }

  dispatch(event: ToolEvent): void {
    this.events.push(event)
    this.#host.dispatch(event)
  }

  choose(tool: ToolId): void {
    this.#host.choose(tool)
    this.#store.setState({ tool, activeTool: this.#host.activeId as ToolId })
  }

  hold(id: HeldToolId): void {
    this.#host.push(id)
    this.#publish()
  }

  release(id: HeldToolId): void {
    this.#host.pop(id)
    this.#publish()
  }

  releaseAll(): void {
    this.#host.popAll()
    this.#publish()
  }

  cancel(): void {
    this.#host.cancel()
  }

  changeBrush(change: Partial<Brush>): void {
    this.#store.setState(({ brush }) => ({ brush: clampBrush({ ...brush, ...change }) }))
  }

  #publish(): void {
    this.#store.setState({ activeTool: this.#host.activeId as ToolId })
  }

  #scene() {
    const { brush, options, viewport, viewSize, size, targetKind, frame, cloneFrom, ...state } = this.#store.getState()
    const view = viewSize ?? { ...size, dpr: 1 }
    const markup = { ...state.markup, ...state.markupTool }
    const shared = { brush, options, zoom: viewport.zoom, view, size, frame, cloneFrom, markup }
    return { ...shared, target: targetKind, placed: null }
  }

  #run(effect: Effect): void {
    this.effects.push(effect)
    if (effect.type === 'preview') this.#store.setState({ preview: effect.shape })
    if (effect.type === 'frame') this.#store.setState({ frame: effect.rect })
    if (effect.type === 'brush') this.changeBrush(effect.change)
    if (effect.type === 'pan') this.#view.panBy(effect.byX, effect.byY)
    if (effect.type === 'zoom') this.#view.zoomBy(effect.factor, effect.screen)
    if (effect.type === 'rotate-view') this.#view.rotateBy(effect.byDeg)
  }
}

/** The real store and view. */
class RecordingSession implements InputSession {
  readonly store: CanvasStore
  readonly view: ViewControl
  readonly tools: RecordingTools
  readonly undone: ('undo' | 'redo')[] = []

  constructor({ widthPx = 400, heightPx = 300, tool = 'brush', targetKind = 'mask', dpr = 1 }: DriverOptions) {
    this.store = createCanvasStore({
      brush: { sizePx: 10, hardness: 1, strength: 1, pressure: 'none' },
      size: { widthPx, heightPx },
      baseId: assetIdSchema.parse('A'.repeat(26)),
      masks: [],
      layers: [],
      targetId: 'mask-1',
      targetKind,
      sampling: 'automatic',
      frame: null,
      markup: { marks: [], isVisible: true },
      edge: { growPx: 0, featherPx: 0 },
      isEdgeAutomatic: false,
      intent: 'fill',
      box: null,
      prompts: { prompt: '', negativePrompt: '' },
      hasMask: false,
      maskBounds: null,
      hasSampling: false,
      isTargetEmpty: true,
    })
    this.view = new ViewControl(this.store)
    this.view.resize({ widthPx: 800 * dpr, heightPx: 600 * dpr, dpr })
    this.tools = new RecordingTools(this.store, this.view)
    this.tools.choose(tool)
  }

  undo(): void {
    this.undone.push('undo')
  }

  redo(): void {
    this.undone.push('redo')
  }
}

/** Simulates pointer and keyboard input for tests. Positions are CSS pixels of the view, which is 800 × 600. */
export class InputDriver {
  readonly session: RecordingSession
  readonly pointer: PointerInput
  readonly keys: HeldKeys
  readonly hovered: ({ x: number; y: number } | null)[] = []
  #timeMs = 10_000

  constructor(options: DriverOptions = {}) {
    const { isMac = false, layout = null, pressureCurve = (raw: number) => raw } = options
    const keymap = options.keymap ?? createKeymap({ preset: 'atelier', overrides: {} })
    const input = { keymap: () => keymap, layout: () => layout, pressureCurve }
    const session = new RecordingSession(options)
    this.session = session
    this.pointer = new PointerInput({
      session,
      input,
      isMac,
      pen: options.pen ?? new PenMemory(),
      // The view does not start at the window's corner.
      corner: () => ({ x: 50, y: 20 }),
      handleAt: options.handleAt ?? (() => null),
      onHover: (at) => this.hovered.push(at),
      onPress: (isPressed) => this.keys.pressed(isPressed),
    })
    this.keys = new HeldKeys({ session, pointer: this.pointer, input, isMac })
  }

  get state(): CanvasState {
    return this.session.store.getState()
  }

  /** Recorded actions, without previews and stroke points. */
  get doings(): readonly string[] {
    return this.session.tools.effects
      .map((effect) => effect.type)
      .filter((name) => name !== 'preview' && name !== 'stroke')
  }

  wait(ms: number): this {
    this.#timeMs += ms
    return this
  }

  event(x: number, y: number, change: Partial<PointerPress> = {}): PointerPress {
    this.#timeMs += 4
    return {
      pointerId: 1,
      pointerType: 'mouse',
      button: 0,
      buttons: 1,
      clientX: x + 50,
      clientY: y + 20,
      pressure: 0.5,
      width: 1,
      height: 1,
      timeStamp: this.#timeMs,
      ...noModifiers,
      getCoalescedEvents: () => [],
      ...change,
    }
  }

  down(x: number, y: number, change: Partial<PointerPress> = {}): boolean {
    return this.pointer.down(this.event(x, y, change))
  }

  move(x: number, y: number, change: Partial<PointerPress> = {}): this {
    this.pointer.move(this.event(x, y, { button: -1, ...change }))
    return this
  }

  up(x: number, y: number, change: Partial<PointerPress> = {}): this {
    this.pointer.up(this.event(x, y, { buttons: 0, ...change }))
    return this
  }

  click(x: number, y: number, change: Partial<PointerPress> = {}): this {
    this.down(x, y, change)
    return this.up(x, y, change)
  }

  wheel(deltaY: number, change: Partial<WheelTurn> = {}): this {
    this.pointer.wheel({ clientX: 450, clientY: 320, deltaX: 0, deltaY, deltaMode: 0, ...noModifiers, ...change })
    return this
  }

  /** `modifiers`: as in `Control+AltGraph`. */
  key(key: string, code: string, modifiers = ''): HeldPress {
    this.#timeMs += 4
    const has = (name: string) => modifiers.split('+').includes(name)
    return {
      key,
      code,
      ctrlKey: has('Control'),
      metaKey: has('Meta'),
      altKey: has('Alt'),
      shiftKey: has('Shift'),
      repeat: false,
      isComposing: false,
      timeStamp: this.#timeMs,
      getModifierState: has,
    }
  }

  /** Returns whether the key was handled. */
  keyDown(key: string, code: string, modifiers = '', focus: KeyFocus = 'free'): boolean {
    return this.keys.down(this.key(key, code, modifiers), focus)
  }

  keyUp(key: string, code: string, modifiers = ''): this {
    this.keys.up(this.key(key, code, modifiers))
    return this
  }
}

const noModifiers = {
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  getModifierState: () => false,
}
