import '@fontsource-variable/inter'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { toErrorData } from '../../shared/errors/index.ts'
import { createClient, createServices, ServicesProvider, type Client } from '../client/index.ts'
import { holdDeferred } from '../ui/deferred.tsx'
import { KeysProvider } from '../ui/keys-context.ts'
import { PlatformProvider } from '../ui/platform-context.ts'
import { createAppModel, type AppModel } from './create-app-model.ts'
import { loadDeferredParts } from './deferred-parts.ts'
import { BrokenWindow, ErrorBoundary } from './error-boundary.tsx'
import { describeError } from './error-copy.ts'
import { keepPresses } from './keep-presses.ts'
import { Shell } from './shell.tsx'
import { showKeysInMenu } from './show-keys-in-menu.ts'
import './theme/base.css'
import './theme/tokens.css'

const isMac = navigator.userAgent.includes('Macintosh')

async function start(): Promise<void> {
  keepPresses()
  const root = createRoot(document.getElementById('root')!)
  const client = createClient()
  window.addEventListener('error', ({ error }) => report(client, error))
  window.addEventListener('unhandledrejection', ({ reason }) => report(client, reason))
  try {
    const model = createAppModel(await createServices(client, { isMac, describeError }))
    // One render with the open document and its thumbnail, which would wait for each render's end otherwise; a library
    // that opens slowly is shown.
    await Promise.race([Promise.all([model.pool.opened, model.pool.hasPixels]), wait(longestBlankMs)])
    // The panels beside the first image are scripts of their own: none goes before it.
    holdDeferred(Promise.race([model.pool.hasPixels.then(nextFrame), wait(longestHoldMs)]))
    root.render(<App model={model} />)
    await Promise.race([model.pool.hasPixels, wait(longestPixelsMs)])
    // One that does not load now is tried again when it is needed, and says so then.
    requestIdleCallback(() => void loadLater(model).catch((error: unknown) => report(client, error)))
  } catch (error) {
    root.render(<BrokenWindow details={describeError(error).text} />)
  }
}

const longestBlankMs = 150
const longestHoldMs = 300
const longestPixelsMs = 2_000

/** Settles when the next frame is on its way to the screen. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Everything that the first brush stroke does not need. */
async function loadLater({ services }: AppModel): Promise<void> {
  showKeysInMenu(services)
  await Promise.all([services.providers.load(), services.order.load(), services.queue.load()])
  await loadDeferredParts()
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

/** Every tooltip and hint shows the key in force. */
function ShownKeys({ model, children }: { readonly model: AppModel; readonly children: ReactNode }) {
  const { keysOf } = useStore(model.services.keymap)
  return <KeysProvider value={keysOf}>{children}</KeysProvider>
}

const longestStack = 20_000

/** Kept in the log. A log that cannot be written is no reason to bother the artist. */
function report(client: Client, error: unknown, stack?: string): void {
  const text = stack ?? (error instanceof Error ? (error.stack ?? '') : '')
  client.call('app.report', { error: toErrorData(error), stack: text.slice(0, longestStack) }).catch(() => undefined)
}

void start()
