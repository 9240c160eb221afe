import { isTextEntry } from '../../../lib/text-entry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import { CanvasView } from '../view/canvas-view.ts'
import { HeldKeys, type KeyFocus } from './held-keys.ts'
import { PointerInput } from './pointer-input.ts'

interface MountOptions {
  readonly host: HTMLDivElement
  readonly session: CanvasSession
  readonly isMac: boolean
  readonly onPictureFailure: (id: string) => void
}

/** Puts the view into the element and connects size, pointer and held keys to the session. */
export function mountCanvas(options: MountOptions): { readonly view: CanvasView; readonly unmount: () => void } {
  const { host, session, isMac } = options
  const container = document.createElement('div')
  container.className = 'canvas-stage-layers'
  host.append(container)
  const view = new CanvasView({ container, session, onPictureFailure: options.onPictureFailure })
  const pointer = new PointerInput({
    session,
    isMac,
    corner: () => {
      const { left, top } = host.getBoundingClientRect()
      return { x: left, y: top }
    },
    onHover: (at) => view.setPointer(at),
  })
  const keys = new HeldKeys(session, pointer, isMac)
  const stop = new AbortController()
  const stopSizing = followSize(host, session)
  listenToPointer(host, pointer, stop.signal)
  listenToKeys(host, keys, stop.signal)
  return {
    view,
    unmount: () => {
      stop.abort()
      stopSizing()
      keys.blur()
      session.cancelStroke()
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

function listenToPointer(host: HTMLElement, pointer: PointerInput, signal: AbortSignal): void {
  host.addEventListener(
    'pointerdown',
    (event) => {
      if (pointer.down(event)) host.setPointerCapture(event.pointerId)
      // Keeps the focus out of a text field, so that keys work again, without moving it onto the picture.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      event.preventDefault()
    },
    { signal },
  )
  host.addEventListener('pointermove', (event) => pointer.move(event), { signal })
  host.addEventListener('pointerup', (event) => pointer.up(event), { signal })
  host.addEventListener('pointercancel', (event) => pointer.cancel(event), { signal })
  // The capture also ends when the window loses the pointer without telling.
  host.addEventListener('lostpointercapture', (event) => pointer.cancel(event), { signal })
  host.addEventListener('pointerleave', () => pointer.leave(), { signal })
  host.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
  const handleWheel = (event: WheelEvent) => {
    event.preventDefault()
    pointer.wheel(event)
  }
  host.addEventListener('wheel', handleWheel, { signal, passive: false })
}

function listenToKeys(host: HTMLElement, keys: HeldKeys, signal: AbortSignal): void {
  const handleDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (keys.down(event, keyFocusOf(host, event))) event.preventDefault()
  }
  window.addEventListener('keydown', handleDown, { signal })
  window.addEventListener('keyup', (event) => keys.up(event), { signal })
  window.addEventListener('blur', () => keys.blur(), { signal })
}

/** A control reached with the keyboard is pressed by Space; the same control after a click is not being used. */
function keyFocusOf(host: HTMLElement, { target }: KeyboardEvent): KeyFocus {
  if (isTextEntry(target)) return 'typing'
  if (!(target instanceof Element) || target === document.body || host.parentElement?.contains(target)) return 'free'
  if (target.closest('dialog, [role="dialog"], [role="menu"], [role="listbox"]') !== null) return 'typing'
  return target.matches(':focus-visible') ? 'control' : 'free'
}
