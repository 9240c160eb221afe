import { isTextEntry } from '../../../lib/text-entry.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { CanvasView } from '../../../editor/view/canvas-view.ts'
import { usualInput, type CanvasInput } from './canvas-input.ts'
import { handleCursor } from './handle-cursor.ts'
import { HeldKeys, type KeyFocus } from './held-keys.ts'
import { listenForMenu, type MenuRequest } from './menu-request.ts'
import { PenMemory } from './pen-memory.ts'
import { PointerInput } from './pointer-input.ts'

/** Of this window. */
const pen = new PenMemory()

interface MountOptions {
  readonly host: HTMLDivElement
  readonly session: CanvasSession
  readonly isMac: boolean
  /** Left out: as Atelier has it. */
  readonly input?: CanvasInput | undefined
  readonly onPictureFailure: (id: string) => void
  readonly onPictureSharp: (id: string) => void
  readonly onMenu: (request: MenuRequest) => void
  /** A press then only closes the menu. */
  readonly isMenuOpen: () => boolean
}

/** Puts the view into the element and connects size, pointer and held keys to the session. */
export function mountCanvas(options: MountOptions): { readonly view: CanvasView; readonly unmount: () => void } {
  const { host, session, isMac, input = usualInput, onPictureFailure, onPictureSharp } = options
  const container = document.createElement('div')
  container.className = 'canvas-stage-layers'
  host.append(container)
  // With the keyboard on the picture, Enter and arrows are the tool's.
  host.tabIndex = 0
  const view = new CanvasView({ container, session, onPictureFailure, onPictureSharp })
  let hover: Point | null = null
  const cursor = followCursor(host, session, () => pointer.isPressed)
  const pointer: PointerInput = new PointerInput({
    session,
    input,
    isMac,
    corner: () => {
      const { left, top } = host.getBoundingClientRect()
      return { x: left, y: top }
    },
    pen,
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

/** The device-pixel box is exact where display scale × CSS size is a fraction. */
function followSize(host: HTMLElement, session: CanvasSession): () => void {
  const observer = new ResizeObserver((entries) => {
    const box = entries.at(-1)?.devicePixelContentBoxSize[0]
    if (box === undefined) return
    session.view.resize({ widthPx: box.inlineSize, heightPx: box.blockSize, dpr: window.devicePixelRatio })
  })
  observer.observe(host, { box: 'device-pixel-content-box' })
  return () => observer.disconnect()
}

/** Names the pointer after what it would take hold of; under a press it stays what it was. */
function followCursor(host: HTMLElement, session: CanvasSession, isPressed: () => boolean) {
  let hover: Point | null = null
  const show = () => {
    const cursor = hover === null ? null : handleCursor(session.store.getState(), hover)
    if (!isPressed() && host.dataset['cursor'] !== (cursor ?? '')) host.dataset['cursor'] = cursor ?? ''
  }
  const stop = session.store.subscribe((state, before) => {
    if (state.activeTool !== before.activeTool || state.viewport !== before.viewport) show()
  })
  return {
    follow: (at: Point | null) => {
      hover = at
      show()
    },
    stop,
  }
}

/** Returns whether the last press was a tool's. */
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
    // Keeps the focus out of a text field, so that keys work again, without moving it onto the picture.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    event.preventDefault()
  }
  host.addEventListener('pointerdown', handleDown, { signal })
  host.addEventListener('pointermove', (event) => pointer.move(event), { signal })
  host.addEventListener('pointerup', (event) => pointer.up(event), { signal })
  host.addEventListener('pointercancel', (event) => pointer.cancel(event), { signal })
  // The capture also ends when the window loses the pointer without telling.
  host.addEventListener('lostpointercapture', (event) => pointer.cancel(event), { signal })
  host.addEventListener('pointerleave', () => pointer.leave(), { signal })
  const handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    pointer.wheel(event)
  }
  host.addEventListener('wheel', handleWheel, { signal, passive: false })
  return () => isTaken
}

/** Before the commands of the window hear of them: Enter closes a contour under way rather than keep a result. */
function listenToKeys(host: HTMLElement, keys: HeldKeys, signal: AbortSignal): void {
  const handleDown = (event: KeyboardEvent) => {
    if (keys.down(event, keyFocusOf(host, event))) event.preventDefault()
  }
  window.addEventListener('keydown', handleDown, { signal, capture: true })
  window.addEventListener('keyup', (event) => keys.up(event), { signal, capture: true })
  window.addEventListener('blur', () => keys.blur(), { signal })
}

const overPage = 'dialog[open], [role="dialog"], [role="menu"]'

/** A control reached with the keyboard is pressed by Space; the same control after a click is not being used. */
function keyFocusOf(host: HTMLElement, { target }: KeyboardEvent): KeyFocus {
  // The stage stays while another place is shown: keys are that place's.
  if (!host.checkVisibility()) return 'typing'
  if (isTextEntry(target) || document.querySelector(overPage) !== null) return 'typing'
  if (!(target instanceof Element) || target === document.body) return 'free'
  // The strip of results walks with arrows, Enter and Backspace however it got the focus.
  if (target.closest('[role="listbox"]') !== null) return 'control'
  if (target === host) return host.matches(':focus-visible') ? 'stage' : 'free'
  return target.matches(':focus-visible') ? 'control' : 'free'
}
