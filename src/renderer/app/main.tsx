import '@fontsource-variable/inter'
import { Component, StrictMode, type ErrorInfo, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/window.ts'
import { createClient, createServices, ServicesProvider, type Client, type Services } from '../client/index.ts'
import { acceleratorOf } from '../lib/keymap/accelerator.ts'
import { copyText } from '../lib/copy-text.ts'
import { keyActions, type Keymap } from '../lib/keymap/keymap.ts'
import { Button } from '../ui/button.tsx'
import { holdDeferred } from '../ui/deferred.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { KeysProvider, PlatformProvider } from '../ui/shortcut-context.ts'
import { createAppModel, type AppModel } from './create-app-model.ts'
import { describeError } from './error-copy.ts'
import { loadDeferredParts, Shell } from './shell.tsx'
import './theme/base.css'
import './theme/tokens.css'

/** Strokes are on disk and restored by the reload, so that only the view is lost. */
class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { details: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { details: describe(error) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError(error, `${describe(error)}\n${info.componentStack ?? ''}`)
  }

  override render(): ReactNode {
    const { details } = this.state
    return details === null ? this.props.children : <BrokenWindow details={details} />
  }
}

/** Elements that respond to a click. */
const pressable = 'button, label, summary, a[href], input[type="checkbox"], input[type="radio"]'

const isMac = navigator.userAgent.includes('Macintosh')

async function start(): Promise<void> {
  keepPresses()
  // Texts that are laid out before it is there are laid out twice.
  const font = document.fonts.load('1em "Inter Variable"').catch(() => undefined)
  const root = createRoot(document.getElementById('root')!)
  const client = createClient()
  window.addEventListener('error', ({ error }) => report(client, error))
  window.addEventListener('unhandledrejection', ({ reason }) => report(client, reason))
  try {
    const model = createAppModel(await createServices(client, { isMac, describeError }))
    // Renders once with the open document and its thumbnail, instead of in several steps; a library that opens slowly
    // shows its progress.
    await Promise.race([Promise.all([model.pool.opened, model.pool.hasPixels, font]), wait(longestBlankMs)])
    // The panels beside the first image are separate chunks, which must not load before it.
    holdDeferred(Promise.race([model.pool.hasPixels.then(nextFrame), wait(longestHoldMs)]))
    root.render(<App model={model} />)
    await Promise.race([model.pool.hasPixels, wait(longestPixelsMs)])
    // A chunk that fails to load now is retried when it is needed, and reports the error then. While no frame is painted,
    // as behind another window, the page can stay without an idle moment: the library would stay empty.
    const load = () => void loadLater(model).catch((error: unknown) => report(client, error))
    requestIdleCallback(load, { timeout: longestIdleMs })
  } catch (error) {
    root.render(<BrokenWindow details={describeError(error).text} />)
  }
}

const longestBlankMs = 150
const longestHoldMs = 300
const longestPixelsMs = 2_000
const longestIdleMs = 500

/** Settles when the next frame is about to be painted. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Loads everything that the first brush stroke does not need. */
async function loadLater({ services }: AppModel): Promise<void> {
  showKeysInMenu(services)
  await Promise.all([services.providers.load(), services.order.load(), services.queue.load()])
  const { followHeld } = await import('./follow/follow-held.ts')
  followHeld(services)
  await loadDeferredParts()
  await (await import('./follow/follow-updates.ts')).followUpdates(services)
}

function App({ model }: { readonly model: AppModel }) {
  return (
    <StrictMode>
      <ErrorBoundary onError={(error, stack) => report(model.services.client, error, stack)}>
        <ServicesProvider value={model.services}>
          <PlatformProvider value={isMac}>
            <ShownKeys model={model}>
              <Shell model={model} />
            </ShownKeys>
          </PlatformProvider>
        </ServicesProvider>
      </ErrorBoundary>
    </StrictMode>
  )
}

/** Provides the current shortcuts to every tooltip and hint. */
function ShownKeys({ model, children }: { readonly model: AppModel; readonly children: ReactNode }) {
  const { keysOf } = useStore(model.services.keymap)
  return <KeysProvider value={keysOf}>{children}</KeysProvider>
}

const longestText = 20_000

/** Writes to the log. A failure to do so need not concern the user. */
function report(client: Client, error: unknown, stack?: string): void {
  const text = stack ?? (error instanceof Error ? (error.stack ?? '') : '')
  const data = toErrorData(error)
  const message = data.message.slice(0, longestText)
  client.call('app.report', { error: { ...data, message }, stack: text.slice(0, longestText) }).catch(() => undefined)
}

void start()

/** Now and on every change. A menu without shortcuts need not concern the user. */
function showKeysInMenu({ client, keymap }: Services): void {
  const show = ({ keysOf }: Keymap) => {
    const entries = keyActions.flatMap(({ id, kind }) => {
      const [key] = kind === 'command' ? keysOf(id) : []
      const accelerator = key === undefined ? null : acceleratorOf(key)
      return accelerator === null ? [] : [[id, accelerator] as const]
    })
    client.call('app.showMenuKeys', { accelerators: Object.fromEntries(entries) }).catch(() => undefined)
  }
  show(keymap.getState())
  keymap.subscribe(show)
}

interface Press {
  readonly pointerId: number
  readonly pressed: HTMLElement
  /** Its position when pressed. */
  readonly rect: DOMRect
}

/**
 * A notice that appears during a press can move the button from under the pointer, and the browser then fires no click.
 * Clicks what was pressed, as if it had stayed in place.
 */
function keepPresses(): void {
  let press: Press | null = null
  const begin = ({ target, button, isPrimary, pointerId }: PointerEvent) => {
    const pressed = target instanceof Element ? target.closest<HTMLElement>(pressable) : null
    const counts = pressed !== null && isPrimary && button === 0
    press = counts ? { pointerId, pressed, rect: pressed.getBoundingClientRect() } : null
  }
  const end = (event: PointerEvent) => {
    const completed = press
    press = null
    if (completed?.pointerId === event.pointerId && isLost(completed, event)) completed.pressed.click()
  }
  window.addEventListener('pointerdown', begin, { capture: true })
  window.addEventListener('pointerup', end, { capture: true })
  // The press became a drag.
  window.addEventListener('pointercancel', () => (press = null), { capture: true })
}

function isLost({ pressed, rect }: Press, { target, clientX, clientY }: PointerEvent): boolean {
  const current = pressed.getBoundingClientRect()
  const hasMoved = current.top !== rect.top || current.left !== rect.left
  const isBeside = !(target instanceof Node && pressed.contains(target))
  const isInPlace = clientX >= rect.left && clientX < rect.right && clientY >= rect.top && clientY < rect.bottom
  return pressed.isConnected && hasMoved && isBeside && isInPlace
}

interface ErrorBoundaryProps {
  readonly onError: (error: unknown, stack: string) => void
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly details: string | null
}

function BrokenWindow({ details }: { readonly details: string }) {
  return (
    <main className="broken-window" role="alert">
      <EmptyState icon={null} title={messages.windowFailed} text={messages.windowFailedHint}>
        <Button variant="primary" autoFocus onClick={() => window.location.reload()}>
          {messages.reload}
        </Button>
        <Button onClick={() => copyText(details)}>{messages.copyDetails}</Button>
      </EmptyState>
    </main>
  )
}

function describe(error: unknown): string {
  const { code, message } = toErrorData(error)
  return `${code}: ${message}\n${error instanceof Error ? (error.stack ?? '') : ''}`
}
