import { isTextEntry } from '../../../lib/text-entry.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { CanvasView } from '../../../editor/view/canvas-view.ts'
import { usualInput, type CanvasInput } from './input/canvas-input.ts'
import { handleCursor } from './input/handle-cursor.ts'
import { HeldKeys, type KeyFocus } from './input/held-keys.ts'
import { listenForMenu, type MenuRequest } from './menu-request.ts'
import { PenMemory } from './input/pointer-memory.ts'
import { PointerInput } from './input/pointer-input.ts'

/** Shared by the window. */
const pen = new PenMemory()

interface MountOptions {
  readonly host: HTMLDivElement
  readonly session: CanvasSession
  readonly isMac: boolean
  /** Omitted = defaults. */
  readonly input?: CanvasInput | undefined
  readonly onImageFailure: (id: string) => void
  readonly onImageSharp: (id: string) => void
  readonly onMenu: (request: MenuRequest) => void
  /** If so, a press only closes the menu. */
  readonly isMenuOpen: () => boolean
}

/** Mounts the view in the element and connects size, pointer and held keys to the session. */
export function mountCanvas(options: MountOptions): { readonly view: CanvasView; readonly unmount: () => void } {
  const { host, session, isMac, input = usualInput, onImageFailure, onImageSharp } = options
  const container = document.createElement('div')
  container.className = 'canvas-stage-layers'
  host.append(container)
  // While the image has keyboard focus, Enter and arrows go to the tool.
  host.tabIndex = 0
  const view = new CanvasView({ container, session, onImageFailure, onImageSharp })
  let hover: Point | null = null
  const cursor = followCursor(host, session, view, () => pointer.isPressed)
  const pointer: PointerInput = new PointerInput({
    session,
    input,
    isMac,
    corner: () => {
      const { left, top } = host.getBoundingClientRect()
      return { x: left, y: top }
    },
    pen,
    handleAt: (at) => view.handleAt(at),
    onHover: (at) => {
      view.setPointer(at)
      cursor.follow(at)
      hover = at
    },
    onPress: (isPressed) => keys.pressed(isPressed),
  })
  const keys: HeldKeys = new HeldKeys({ session, pointer, input, isMac })
  const stop = new AbortController()
  const stopSizing = followSize(host, session)
  const isPressTaken = listenToPointer(host, pointer, options.isMenuOpen, stop.signal)
  const hasKeyboard = () => host.checkVisibility() && document.querySelector(overPage) === null
  const toWindow = (at: Point) => {
    const { left, top } = host.getBoundingClientRect()
    return { x: left + at.x / window.devicePixelRatio, y: top + at.y / window.devicePixelRatio }
  }
  const whereHovering = () => (hover === null ? null : toWindow(hover))
  listenForMenu({ host, isPressTaken, hasKeyboard, hover: whereHovering, onMenu: options.onMenu }, stop.signal)
  listenToKeys(host, keys, stop.signal)
  return {
    view,
    unmount: () => {
      stop.abort()
      stopSizing()
      cursor.stop()
      keys.blur()
      session.tools.cancel()
      view.dispose()
      container.remove()
    },
  }
}

/** The device-pixel box is exact even if display scale × CSS size is fractional. */
function followSize(host: HTMLElement, session: CanvasSession): () => void {
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.devicePixelContentBoxSize[0]
    if (box === undefined) return
    session.view.resize({ widthPx: box.inlineSize, heightPx: box.blockSize, dpr: window.devicePixelRatio })
  })
  observer.observe(host, { box: 'device-pixel-content-box' })
  return () => observer.disconnect()
}

/** Sets the cursor for the handle under the pointer; it does not change during a press. */
function followCursor(
  host: HTMLElement,
  session: CanvasSession,
  view: Pick<CanvasView, 'handleAt'>,
  isPressed: () => boolean,
) {
  let hover: Point | null = null
  const show = () => {
    if (isPressed()) return
    const handle = hover === null ? null : view.handleAt(hover)
    const cursor = handle === null ? null : handleCursor(session.store.getState(), handle)
    if (host.dataset['cursor'] !== (cursor ?? '')) host.dataset['cursor'] = cursor ?? ''
  }
  const stop = session.store.subscribe((state, previous) => {
    if (state.activeTool !== previous.activeTool || state.viewport !== previous.viewport) show()
  })
  return {
    follow: (at: Point | null) => {
      hover = at
      show()
    },
    stop,
  }
}

/** Returns whether a tool used the last press. */
function listenToPointer(
  host: HTMLElement,
  pointer: PointerInput,
  isMenuOpen: () => boolean,
  signal: AbortSignal,
): () => boolean {
  let isTaken = false
  const handleDown = (event: PointerEvent) => {
    isTaken = false
    if (isMenuOpen()) return event.preventDefault()
    isTaken = pointer.down(event)
    if (isTaken) host.setPointerCapture(event.pointerId)
    // Blurs a text field, so that keyboard shortcuts work again, without focusing the image.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    event.preventDefault()
  }
  host.addEventListener('pointerdown', handleDown, { signal })
  host.addEventListener('pointermove', (event) => pointer.move(event), { signal })
  host.addEventListener('pointerup', (event) => pointer.up(event), { signal })
  host.addEventListener('pointercancel', (event) => pointer.cancel(event), { signal })
  // The capture also ends when the window loses the pointer without an event.
  host.addEventListener('lostpointercapture', (event) => pointer.cancel(event), { signal })
  host.addEventListener('pointerleave', () => pointer.leave(), { signal })
  const handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    pointer.wheel(event)
  }
  host.addEventListener('wheel', handleWheel, { signal, passive: false })
  return () => isTaken
}

/** Runs before the window's commands: Enter closes an open contour rather than keeping a result. */
function listenToKeys(host: HTMLElement, keys: HeldKeys, signal: AbortSignal): void {
  const handleDown = (event: KeyboardEvent) => {
    if (keys.down(event, keyFocusOf(host, event))) event.preventDefault()
  }
  window.addEventListener('keydown', handleDown, { signal, capture: true })
  window.addEventListener('keyup', (event) => keys.up(event), { signal, capture: true })
  window.addEventListener('blur', () => keys.blur(), { signal })
}

const overPage = 'dialog[open], [role="dialog"], [role="menu"]'

/** A control focused by keyboard is activated by Space; after a click, the same control is not in use. */
function keyFocusOf(host: HTMLElement, { target }: KeyboardEvent): KeyFocus {
  // The canvas stays mounted while another route is shown: keys go to that route.
  if (!host.checkVisibility()) return 'typing'
  if (isTextEntry(target) || document.querySelector(overPage) !== null) return 'typing'
  if (!(target instanceof Element) || target === document.body) return 'free'
  // The results strip uses arrows, Enter and Backspace however it got the focus.
  if (target.closest('[role="listbox"]') !== null) return 'control'
  if (target === host) return host.matches(':focus-visible') ? 'stage' : 'free'
  return target.matches(':focus-visible') ? 'control' : 'free'
}
